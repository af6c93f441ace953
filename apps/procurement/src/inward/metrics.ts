import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '#platform';
import { inwardStates } from '../health/answer.js';
import type { ProcurementHealth } from '../health/health.js';
import { outcomes } from './received.js';

/** Measures what `/health` tells of receiving, and how many messages this process took up. */
export function measureInward(health: ProcurementHealth, metrics: Metrics): void {
  const registers = [metrics.registry];
  const gauge = <Label extends string>(rest: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `medspil_inward_${rest}`, help, labelNames, registers });
  const state = gauge('state', '1 for the state it is in', 'state');
  const waiting = gauge('waiting', '1 for what messages wait for', 'what');
  const deadLetters = gauge('dead_letters', 'Dead letters that wait to be looked at', 'reason');
  const taken = new Counter({
    name: 'medspil_inward_messages_total',
    help: 'Messages this process took up, by what came of them',
    labelNames: ['outcome'],
    registers,
  });
  metrics.beforeEach(async () => {
    const { inward } = (await health.now()).procurement;
    for (const one of inwardStates) state.set({ state: one }, inward.state === one ? 1 : 0);
    for (const what of ['store', 'read-models'] as const)
      waiting.set({ what }, inward.waitingFor.some((one) => one.what === what) ? 1 : 0);
    deadLetters.reset();
    for (const one of inward.deadLetters ?? []) deadLetters.set({ reason: one.reason }, one.waiting);
    taken.reset();
    for (const outcome of outcomes) taken.inc({ outcome }, health.taken?.[outcome] ?? 0);
  });
}
