import { useEffect, useRef, useState } from 'react';
import { CheckboxGroup, Input, Label, ProgressBar, TextField } from 'react-aria-components';
import { loadPart } from '../../data/load-part.ts';
import { messageOf } from '../../data/message-of.ts';
import { figureTitle, type FigureMaker } from '../../figures/figure.ts';
import { useApplying } from '../chart/useApplying.ts';
import { viewOf } from '../families/index.ts';
import { download, fileName } from '../files/download.ts';
import { Button } from '../kit/Button.tsx';
import { Check } from '../kit/Check.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { useFigureInput, usePageLab, useView, type PageLab } from '../lab.tsx';
import share from '../share/Share.module.css';
import type { PaperProgress } from './make.ts';
import { paperWidths, type PaperWidth } from './widths.ts';
import styles from './PaperDialog.module.css';

/** The result as one archive for whoever writes a paper about it. */
export function PaperDialog() {
  const isOpen = useView((view) => view.dialog === 'paper');
  const open = useView((view) => view.open);
  return (
    <Dialog title="Export for a paper" isOpen={isOpen} onClose={() => open(null)}>
      <Choices onDone={() => open(null)} />
    </Dialog>
  );
}

/** How far it is: null while nothing is being made. */
interface Making {
  readonly progress: PaperProgress | null;
  readonly error: string | null;
  make(choice: Choice): void;
  cancel(): void;
}

interface Choice {
  readonly author: string;
  readonly size: PaperWidth;
  readonly makers: readonly FigureMaker[];
}

/** Makes it, and gives it up where the dialog is closed. */
function useMaking(own: PageLab, onDone: () => void): Making {
  const [progress, setProgress] = useState<PaperProgress | null>(null);
  const [error, setError] = useState<string | null>(null);
  const control = useRef<AbortController | null>(null);
  useEffect(() => () => control.current?.abort(), []);
  const make = (choice: Choice): void => {
    const result = own.lab.actions.result();
    if (!result) return;
    const { signal } = (control.current = new AbortController());
    setError(null);
    setProgress({ done: 0, total: choice.makers.length + 1, what: 'the program that does it' });
    loadPart(() => import('./make.ts'))
      .then(({ makePaper }) => makePaper(own, { ...choice, result }, { signal, onProgress: setProgress }))
      .then((archive) => {
        if (signal.aborted) return;
        download(archive, fileName(`${result.study.name} paper`, 'zip'));
        onDone();
      })
      .catch((reason: unknown) => {
        if (!signal.aborted) setError(messageOf(reason));
      })
      .finally(() => {
        if (control.current?.signal === signal) setProgress(null);
      });
  };
  return { progress, error, make, cancel: () => control.current?.abort() };
}

function Choices({ onDone }: { readonly onDone: () => void }) {
  const own = usePageLab();
  const making = useMaking(own, onDone);
  const { figures, leading = [] } = viewOf(useFigureInput(({ family }) => family));
  const makers = useApplying(figures);
  const titles = useFigureInput((input) => makers.map((maker) => figureTitle(maker, input)).join('\n')).split('\n');
  const [author, setAuthor] = useState('');
  const [width, setWidth] = useState<string>(String(paperWidths[0].width));
  const [chosen, setChosen] = useState<readonly string[]>(() => leading.filter((maker) => makers.includes(maker)).map(({ name }) => name));
  const size = paperWidths.find((one) => String(one.width) === width) ?? paperWidths[0];
  const all = chosen.length === makers.length;
  if (making.progress) return <Progress progress={making.progress} onCancel={making.cancel} />;
  return (
    <>
      <p className={styles.text}>
        One zip: the figures as PDF, SVG and pgfplots, tables, a paragraph on the methods, references, the records, and what others need to
        run it again.
      </p>
      {making.error !== null && <ErrorText>The archive could not be made: {making.error}</ErrorText>}
      <div className={styles.part}>
        <div className={styles.label}>Width of the figures</div>
        <Segmented
          label="Width of the figures"
          options={paperWidths.map((one) => ({ value: String(one.width), title: one.title }))}
          values={[width]}
          onChange={([value]) => setWidth(value)}
        />
      </div>
      <CheckboxGroup className={styles.part} value={[...chosen]} onChange={setChosen}>
        <div className={styles.label}>
          <Label>Figures</Label>
          <Button small kind="quiet" onPress={() => setChosen(all ? [] : makers.map(({ name }) => name))}>
            {all ? 'None' : 'All'}
          </Button>
        </div>
        <div className={styles.figures}>
          {makers.map(({ name }, place) => (
            <Check key={name} value={name}>
              {titles[place]}
            </Check>
          ))}
        </div>
      </CheckboxGroup>
      <TextField className={share.field} value={author} onChange={setAuthor}>
        <Label className={share.label}>Author of the result, such as “Noether, Emmy and Curie, Marie”</Label>
        <Input className={share.input} />
      </TextField>
      <div className={share.actions}>
        <Button
          kind="primary"
          icon="download"
          onPress={() => making.make({ author, size, makers: makers.filter(({ name }) => chosen.includes(name)) })}
        >
          Make the zip
        </Button>
      </div>
    </>
  );
}

function Progress({ progress: { done, total, what }, onCancel }: { readonly progress: PaperProgress; readonly onCancel: () => void }) {
  const percent = (100 * done) / total;
  return (
    <>
      <p className={styles.text}>Making {what}…</p>
      <ProgressBar className={styles.track} aria-label="Progress of the export" value={percent} valueLabel={`${done} of ${total}`}>
        <i style={{ width: `${percent}%` }} />
      </ProgressBar>
      <p className={styles.note}>
        {done} of {total}. Closing this gives it up.
      </p>
      <div className={share.actions}>
        <Button onPress={onCancel}>Cancel</Button>
      </div>
    </>
  );
}
