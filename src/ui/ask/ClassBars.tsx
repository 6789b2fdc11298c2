import styles from './Ask.module.css';

/** How sure a network is of each class, from 0 to 1; none before it was asked. */
interface Sure {
  /** Of the network. */
  readonly name: string;
  readonly shares: readonly number[];
}

interface ClassBarsProps {
  readonly classes: readonly string[];
  readonly was: Sure;
  readonly is: Sure;
}

/** Of more classes those are shown that either network is surest of. */
const MOST = 10;

/** How sure two networks are of each class, side by side. */
export function ClassBars({ classes, was, is }: ClassBarsProps) {
  const surest = (index: number): number => Math.max(was.shares[index] ?? 0, is.shares[index] ?? 0);
  const all = [...classes.keys()];
  const shown = all.length > MOST ? all.toSorted((a, b) => surest(b) - surest(a)).slice(0, MOST) : all;
  const best = is.shares.length === 0 ? null : is.shares.indexOf(Math.max(...is.shares));
  return (
    <table className={styles.bars} data-has-names={classes.some((name) => name.length > 1)}>
      <caption className={styles.unseen}>How sure each network is</caption>
      <thead className={styles.unseen}>
        <tr>
          <th scope="col">class</th>
          <th scope="col">bars</th>
          <th scope="col">{was.name}</th>
          <th scope="col">{is.name}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((index) => {
          const [before, now] = [was.shares[index] ?? 0, is.shares[index] ?? 0];
          return (
            <tr key={index} data-is-best={best === index}>
              <th scope="row">{classes[index]}</th>
              <td className={styles.track} aria-hidden="true">
                <i style={{ width: `${100 * before}%` }} />
                <i style={{ width: `${100 * now}%` }} />
              </td>
              <td>{sureText(before)}</td>
              <td>{sureText(now)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Nothing for what rounds to nothing: ten lines of zeros hide the others. */
const sureText = (share: number): string => (share < 0.005 ? '' : `${Math.round(100 * share)} %`);
