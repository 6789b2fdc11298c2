import type { OpenedNetwork } from '../../lab/networks-state.ts';
import { samplesName } from '../../study/job-data.ts';
import type { Checked, NetworkFacts } from '../../study/network-protocol.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Fold } from '../kit/Fold.tsx';
import { useActions } from '../lab.tsx';
import { count } from '../text/format.ts';
import { backendTitles } from '../text/labels.ts';
import { figureText, judgedBy, judgedText } from './judged.ts';
import styles from './Network.module.css';

/** Measuring a network on the test set of its job, against what its record says. */
export function CheckRow({ facts, check }: { readonly facts: NetworkFacts; readonly check: OpenedNetwork['check'] }) {
  const actions = useActions();
  return (
    <div className={styles.group}>
      <h3 className={styles.groupTitle}>Checked</h3>
      <div className={styles.row}>
        <Button small icon="check" isDisabled={check.state === 'loading'} onPress={() => void actions.checkNetwork()}>
          {check.state !== 'loading'
            ? 'Measure on the test set'
            : check.share < 1
              ? `Loading the test set… ${Math.round(100 * check.share)} %`
              : 'Measuring…'}
        </Button>
        <span className={styles.aside}>{recorded(facts)}</span>
      </div>
      <div aria-live="polite">{check.state === 'done' && <Outcome facts={facts} checked={check.checked} />}</div>
      {check.state === 'failed' && <ErrorText>{check.message}</ErrorText>}
    </div>
  );
}

function recorded({ model }: NetworkFacts): string {
  const said = judgedText(judgedBy(model.job), model);
  return said === null ? 'Nobody has measured it yet.' : `Its record says: ${said}.`;
}

function Outcome({ facts: { model }, checked }: { readonly facts: NetworkFacts; readonly checked: Checked }) {
  const { testAccuracy, testLoss, samples, backend, milliseconds } = checked;
  const judged = judgedBy(model.job);
  const beside = judged.beside.flatMap((figure) => {
    const text = figureText(figure, checked);
    return text === null ? [] : [`${figure.name} ${text}`];
  });
  const figures = [judgedText(judged, checked), ...beside].filter((figure) => figure !== null);
  const digits = [
    ['test accuracy', testAccuracy, model.testAccuracy],
    ['test loss', testLoss, model.testLoss],
  ] as const;
  return (
    <div data-testid="checked">
      <p className={styles.note}>
        {figures.join(', ')} on {count(samples)} test {samplesName(model.job)} ({backendTitles[backend]}, {count(milliseconds)} ms).{' '}
        {verdict(model, checked)}
      </p>
      <Fold title="All digits">
        {digits.map(
          ([title, now, then]) => now !== null && <p key={title}>{`${title} ${now}${then === null ? '' : `, recorded ${then}`}`}</p>,
        )}
      </Fold>
    </div>
  );
}

function verdict(model: NetworkFacts['model'], { testAccuracy, testLoss, backend }: Checked): string {
  if (model.testAccuracy === null && model.testLoss === null) return '';
  if (testAccuracy === model.testAccuracy && (testLoss === model.testLoss || model.testLoss === null))
    return 'The same as its record, to the last digit.';
  if (backend !== model.backend)
    return `Its record was measured on ${model.backend === null ? 'an unknown backend' : backendTitles[model.backend]}, which rounds otherwise.`;
  return 'This is not what its record says: the file was changed, or the test set is another one.';
}
