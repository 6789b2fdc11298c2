import type { ShareLink } from '../../lab/contract.ts';
import { count } from '../text/format.ts';
import styles from './Share.module.css';

/** Chat programs cut what is longer than a message of theirs, and some browsers' address bars what is pasted. */
const COMFORTABLE = 2000;

/** How long a link is, and what that means for the ways in which it may be sent. */
export function LinkLength({ link: { characters, tooLong } }: { readonly link: ShareLink }) {
  if (tooLong)
    return (
      <p className={styles.warning}>
        The link has {count(characters)} characters, and mail programs and chats cut links that long. Send it as a file instead, or leave
        the curves out.
      </p>
    );
  if (characters > COMFORTABLE)
    return (
      <p className={styles.warning}>
        The link has {count(characters)} characters. Mail carries it whole; some chat programs cut messages at 2,000. Leave the curves out
        where it is to be short.
      </p>
    );
  return null;
}
