/** Who exchanged money with whom, kept in memory, for tests: no SQL, no code of the graph subgraph. */
import { drawing, type MadePayment } from './payments.ts';

const BANKS = ['AB', 'CD', 'HB'] as const;
/** Own accounts of HB are 1 to 6, those of every other bank 1 to 5. */
const OWN = 6;
const OTHERS = 5;

/** Few accounts, so that ways branch and meet; HB among the other banks, for transfers within. */
export function drawTransfers(count: number): readonly MadePayment[] {
  const draw = drawing(7);
  return Array.from({ length: count }, () => {
    const bank = BANKS[draw(BANKS.length)] ?? 'AB';
    return {
      account: String(1 + draw(OWN)),
      minorUnits: 1 + draw(1_000),
      valueDate: `1993-0${1 + draw(9)}-1${draw(10)}`,
      direction: draw(2) === 0 ? ('CREDIT' as const) : ('DEBIT' as const),
      counterparty: { bank, account: String(1 + draw(OTHERS)) },
    };
  });
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly payments: readonly MadePayment[];
}

/** By hand; of a transfer within the bank only the paying side counts. */
export function edgesOf(home: readonly MadePayment[]): readonly Edge[] {
  const directed = home.flatMap((payment) => {
    const { account, direction, counterparty } = payment;
    if (!counterparty || (counterparty.bank === 'HB' && direction === 'CREDIT')) return [];
    const own = `HB/${account}`;
    const other = `${counterparty.bank}/${counterparty.account}`;
    const [from, to] = direction === 'DEBIT' ? [own, other] : [other, own];
    return [{ from, to, payment }];
  });
  const groups = Map.groupBy(directed, ({ from, to }) => `${from} ${to}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, payments: group.map(({ payment }) => payment) }] : [];
  });
}

const volumeOf = (payments: readonly MadePayment[]) =>
  payments.reduce((total, { minorUnits }) => total + minorUnits, 0);

function relationship(other: string, payments: readonly MadePayment[]) {
  const [bank, account] = other.split('/');
  const days = payments.map(({ valueDate }) => valueDate).toSorted();
  return {
    bank,
    account,
    volume: { minorUnits: volumeOf(payments), currency: 'CZK' },
    paymentCount: payments.length,
    firstSeen: days[0],
    lastSeen: days.at(-1),
  };
}

/** Every account one exchanged money with, in both directions. */
export function counterpartiesOf(home: readonly MadePayment[], own: string) {
  const touching = edgesOf(home).filter(({ from, to }) => from === own || to === own);
  const groups = Map.groupBy(touching, ({ from, to }) => (from === own ? to : from));
  return [...groups]
    .map(([other, group]) =>
      relationship(
        other,
        group.flatMap(({ payments }) => payments),
      ),
    )
    .toSorted((a, b) => b.volume.minorUnits - a.volume.minorUnits);
}

/** @example ref('HB/1') */
export const ref = (name: string) => {
  const [bank = '', number = ''] = name.split('/');
  return { bank, number };
};

/** Breadth first over the edges in memory, no account twice. */
export function waysBetween(
  edges: readonly Edge[],
  { from, to, maxHops }: { readonly from: string; readonly to: string; readonly maxHops: number },
) {
  const found: { hops: number; way: readonly string[]; bottleneck: number }[] = [];
  let frontier = [{ way: [from], bottleneck: Number.POSITIVE_INFINITY }];
  for (let hops = 1; hops <= maxHops; hops++) {
    const next = frontier.flatMap(({ way, bottleneck }) =>
      edges
        .filter((edge) => edge.from === way.at(-1) && !way.includes(edge.to))
        .map(({ to: at, payments }) => ({
          way: [...way, at],
          bottleneck: Math.min(bottleneck, volumeOf(payments)),
        })),
    );
    const arrived = next.filter(({ way }) => way.at(-1) === to);
    found.push(
      ...arrived.toSorted((a, b) => b.bottleneck - a.bottleneck).map((one) => ({ hops, ...one })),
    );
    frontier = next.filter(({ way }) => way.at(-1) !== to);
  }
  return found;
}
