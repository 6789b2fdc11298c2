import { compressorNames } from '../../coding/packed-size.ts';
import { isSameText, keyOfText } from '../../lab/text-sizes.ts';
import { hasText } from '../../study/job-text.ts';
import { familyOf, type Job } from '../../study/schema.ts';
import { Button } from '../kit/Button.tsx';
import card from '../kit/Card.module.css';
import { ErrorText } from '../kit/ErrorText.tsx';
import { useActions, useFigureInput, useLab } from '../lab.tsx';
import { count } from '../text/format.ts';
import styles from './PackersCard.module.css';

/** What programs make of the text of the study that is shown, while that is not known: measuring it, and how far that is. */
export function PackersCard() {
  const job = useFigureInput((input) => input.job);
  const published = useFigureInput((input) => input.published);
  return hasText(job) && published !== null ? <Packers job={job} published={published} /> : null;
}

function Packers({ job, published }: { readonly job: Job; readonly published: unknown }) {
  const { measureText, cancelMeasuringText } = useActions();
  const { measured, working, error } = useLab((lab) => lab.textSizes);
  const isGoing = useLab(({ run: { status } }) => status === 'running' || status === 'paused');
  const key = keyOfText(job);
  const known = familyOf(job).published?.packed?.(published, job) ?? null;
  const own = measured.find((one) => isSameText(one, key));
  const isWorking = working !== null && isSameText(working, key);
  if (!isWorking && (isGoing || (known && (own?.isWhole ?? true)))) return null;
  const done = Object.keys(own?.sizes ?? {}).length;
  return (
    <section className={`${card.card} ${styles.card}`} aria-label="Programs that pack the text">
      {isWorking ? (
        <>
          <p className={styles.words}>
            <progress value={working.progress?.share ?? 0} aria-label="Packing the text" />{' '}
            {working.progress ? `Packing the text by programs, to compare: ${working.progress.doing}` : 'Reading the text…'}
          </p>
          <Button small onPress={cancelMeasuringText}>
            Cancel
          </Button>
        </>
      ) : (
        <>
          <p className={styles.words}>
            {done === 0
              ? 'What programs such as Zstandard and xz make of this text has not been measured here.'
              : `Packed so far by ${done} of ${compressorNames.length} programs.`}{' '}
            All of them take some 20 s a megabyte; it has {count(key.bytes)} bytes to train.
          </p>
          <Button small onPress={() => void measureText(job)}>
            {done === 0 ? 'Measure it' : 'Go on'}
          </Button>
        </>
      )}
      {error !== null && <ErrorText>{error}</ErrorText>}
    </section>
  );
}
