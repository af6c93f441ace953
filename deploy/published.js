// Waits until the gateway has published all there is: node deploy/published.js <its address> <that of insight> [seconds]
const [gateway, insight, seconds = '60'] = process.argv.slice(2);
const health = async (address) => (await fetch(`${address}/health`)).json();

for (const patience = Date.now() + seconds * 1000; ; await new Promise((next) => setTimeout(next, 200))) {
  const { head = 0 } = await health(insight);
  const { state, position = 0 } = (await health(gateway)).procurement.outward;
  const where = `The event store ends at ${head}, the gateway is ${state} and came to ${position}`;
  if (head > 0 && state === 'connected' && position >= head) {
    process.stdout.write(`${where}\n`);
    break;
  }
  if (Date.now() > patience) throw new Error(where);
}
