/** An explanation of figures over cases as JSON has it, with the facts of all its pages. */
export interface ExplainedFigures {
  readonly inputs: readonly Input[];
  readonly figure: unknown;
}
export interface Input {
  readonly name: string;
  readonly partnershipId: string;
  readonly id?: string;
  readonly value?: string;
  readonly unit?: string;
  readonly period?: { readonly from: string; readonly to: string };
  readonly contractId?: string;
  readonly party?: string;
  readonly illustrative?: boolean;
}

export const total = <One>(of: readonly One[], value: (one: One) => number | string | undefined) =>
  of.reduce((sum, one) => sum + Number(value(one) ?? 0), 0);
export const unique = <One>(of: readonly One[]): One[] => [...new Set(of)];
/** Grouped by what they say. */
export const by = <One>(of: readonly One[], key: (one: One) => string): One[][] =>
  unique(of.map(key)).map((said) => of.filter((one) => key(one) === said));
/** In basis points, a half upwards; none of nothing. */
export const share = (part: number, whole: number) => (whole > 0 ? Math.round((part * 10_000) / whole) : undefined);
export const invented = (of: readonly Input[]) => of.filter(({ illustrative }) => illustrative).length;
export const named = (inputs: readonly Input[], ...names: string[]) =>
  inputs.filter(({ name }) => names.includes(name));
export const said = (inputs: readonly Input[], name: string) => named(inputs, name)[0]?.value;
