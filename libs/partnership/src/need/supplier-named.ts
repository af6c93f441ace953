const forms = String.raw`[Aa]\/[Ss]|[Ii]\/[Ss]|[Pp]\/[Ss]|[Aa][Pp][Ss]|G[Mm][Bb][Hh]|L[Tt][Dd]|Inc|INC|AB|Oy|OY`;

/** A capitalised word and a company form, such as "Nordlys ApS". */
const companyForm = new RegExp(String.raw`\p{Lu}[\p{L}\p{N}.&-]{0,60},?\s{1,3}(?:${forms})(?![\p{L}\p{N}])`, 'u');
/** A CVR number that says it is one. */
const cvrNumber = /CVR[^\d\n]{0,12}\d{2}\s?\d{2}\s?\d{2}\s?\d{2}(?!\d)/iu;
const trailingForm = new RegExp(String.raw`,?\s{1,3}(?:${forms})\.?$`, 'u');

/** A name as a whole word, also in the genitive, with or without its company form. */
function wholeWord(name: string): RegExp | undefined {
  const core = name.trim().replace(trailingForm, '');
  if (core === '') return undefined;
  const literal = core.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${literal}(?=(?:['’]?s)?(?![\p{L}\p{N}]))`, 'iu');
}

/** The words by which one of the texts names a supplier: one of `names`, any company, or a CVR number. */
export function supplierNamed(texts: readonly string[], names: readonly string[]): string | undefined {
  const patterns = [...names.map(wholeWord), companyForm, cvrNumber];
  for (const text of texts) {
    for (const pattern of patterns) {
      const found = pattern?.exec(text);
      if (found) return found[0];
    }
  }
  return undefined;
}
