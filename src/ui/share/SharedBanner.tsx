import type { SharedResult } from '../../lab/contract.ts';
import { holdsFigures } from '../../lab/shared-slice.ts';
import { jobCount } from '../../study/schema.ts';
import { Button, IconButton } from '../kit/Button.tsx';
import { useActions, useLab } from '../lab.tsx';
import { plural } from '../text/format.ts';
import { backendTitles } from '../text/labels.ts';
import styles from './SharedBanner.module.css';

const origins: Readonly<Record<SharedResult['source'], string>> = {
  link: 'Result from a link',
  file: 'Result from a file',
  recorded: 'Recorded run, which comes with the page',
  plan: 'What the jobs of a plan have come to by now',
};

/** What came from elsewhere, and how it compares with what this machine gets. */
export function SharedBanner() {
  const actions = useActions();
  const shared = useLab((lab) => lab.shared);
  const going = useLab((lab) => lab.run.status === 'running' || lab.run.status === 'paused');
  if (!shared) return null;
  const { environment, verdict } = shared;
  const origin = [
    plural(jobCount(shared.study), 'job'),
    ...(environment ? [`made with Parsimony ${environment.engine} on ${backendTitles[environment.backend]} (${environment.device})`] : []),
  ];
  return (
    <section className={styles.banner} aria-label="Shared result">
      <div className={styles.row}>
        <div className={styles.words}>
          <p className={styles.kicker}>{origins[shared.source]}</p>
          <h2 className={styles.name}>{shared.name}</h2>
          <p className={styles.origin}>
            {origin.join(' · ')}. {curvesWords(shared)}
          </p>
        </div>
        <div className={styles.actions}>
          <Button kind="primary" icon="retry" isDisabled={going} onPress={actions.reproduce}>
            {verdict ? 'Reproduce again' : 'Reproduce'}
          </Button>
          <IconButton icon="close" label="Close the shared result" small onPress={actions.closeShared} />
        </div>
      </div>
      {verdict && (
        <output className={styles.verdict} data-kind={verdict.kind}>
          <VerdictText text={verdict.text} />
        </output>
      )}
    </section>
  );
}

function curvesWords(shared: SharedResult): string {
  if (!holdsFigures(shared)) return 'It holds the settings of its jobs and none of their figures; Reproduce runs them here.';
  return shared.verdict
    ? 'Its curves are faint and dotted, yours are solid.'
    : 'These are its stored curves, faint and dotted; nothing has been run for them here.';
}

/** A verdict begins with its word and a colon: “Identical: …”. */
function VerdictText({ text }: { readonly text: string }) {
  const colon = text.indexOf(':');
  return (
    <>
      <strong>{text.slice(0, colon + 1)}</strong>
      {text.slice(colon + 1)}
    </>
  );
}
