import { signOf } from '../../data/text/byte-signs.ts';
import type { Said } from '../../data/text/said.ts';
import { percent } from '../../math/number-text.ts';
import { bitsText } from './costs.ts';
import { pow } from '../../math/elementary.ts';
import { count } from '../text/format.ts';
import styles from './Reading.module.css';

interface ExpectedProps {
  /** Of which network. */
  readonly label: string;
  readonly said: Said;
  /** Of the byte that is looked at. */
  readonly at: number;
  /** The byte that is there; null for one that is yet to come. */
  readonly byte: number | null;
}

/** What a network had expected in the place of a byte, the likeliest first. */
export function Expected({ label, said, at, byte }: ExpectedProps) {
  const { told, likeliest, shares, bits, rank } = said;
  const rows = Array.from({ length: told }, (_, guess) => ({
    byte: likeliest[at * told + guess],
    share: shares[at * told + guess],
    place: guess + 1,
  }));
  if (!(rows[0]?.share > 0)) return <p className={styles.note}>{label}: says nothing of this byte, the first of a chunk.</p>;
  const isBelow = byte !== null && rank[at] >= told;
  const shown = isBelow ? [...rows, { byte, share: pow(2, -bits[at]), place: rank[at] + 1 }] : rows;
  return (
    <table className={styles.expected}>
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">guess</th>
          <th scope="col">byte</th>
          <th scope="col">probability</th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ byte: own, share, place }) => (
          <tr key={own} data-is-there={own === byte}>
            <td>{count(place)}</td>
            <th scope="row">
              <Sign byte={own} />
              {own === byte && <span className={styles.here}> is there, {bitsText(bits[at])}</span>}
            </th>
            <td>
              <i aria-hidden="true" style={{ width: `calc((100% - 74px) * ${share})` }} />
              {percent(share)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Sign({ byte }: { readonly byte: number }) {
  const { text, name, isPlain } = signOf(byte);
  return isPlain && text !== ' ' ? <code>{text}</code> : <span>{name}</span>;
}
