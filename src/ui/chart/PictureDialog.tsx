import { useState } from 'react';
import { figureTitle, type FigureInput, type FigureMaker } from '../../figures/figure.ts';
import type { Theme } from '../../figures/style.ts';
import { messageOf } from '../../data/message-of.ts';
import { inWords } from '../../math/number-text.ts';
import { dataTitle } from '../../study/job-data.ts';
import { download, fileName } from '../files/download.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { usePageLab } from '../lab.tsx';
import { pictureFile, type PictureFormat } from './picture.ts';
import { pictureOf, pictureSizes, type Picture, type PictureSize } from './picture-layout.ts';
import styles from './PictureDialog.module.css';

interface PictureDialogProps {
  readonly maker: FigureMaker;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Saves a figure as a picture that says by itself what it shows and whose numbers they are, light on white whatever the page is. */
export function PictureDialog({ maker, isOpen, onClose }: PictureDialogProps) {
  const { lab, view, figures } = usePageLab();
  const [format, setFormat] = useState<PictureFormat>('png');
  const [sizeId, setSize] = useState(pictureSizes[0].id);
  const [theme, setTheme] = useState<Theme>('light');
  const size = pictureSizes.find(({ id }) => id === sizeId) ?? pictureSizes[0];
  const picture = (as: PictureFormat): { readonly title: string; readonly file: Promise<Blob> } => {
    const input = figures.store.getState();
    const drawn = pictured(maker, input, { size, theme, hidden: view.getState().hidden });
    return { title: figureTitle(maker, input), file: pictureFile(drawn, as, size) };
  };
  const tell = (message: string): void => lab.actions.notify({ kind: 'error', message });
  const save = () => {
    const { title, file } = picture(format);
    file.then(
      (blob) => download(blob, fileName(title, format)),
      (reason: unknown) =>
        tell(`“${title}” could not be saved as ${format.toUpperCase()}: ${messageOf(reason)}. Its CSV has the same numbers.`),
    );
    onClose();
  };
  const copy = () => {
    const { title, file } = picture('png');
    // Given as a promise: Safari lets a page write only in the moment in which a button was pressed.
    const item = () => new ClipboardItem({ 'image/png': file });
    Promise.resolve()
      .then(() => navigator.clipboard.write([item()]))
      .then(
        () => lab.actions.notify({ kind: 'notice', message: `“${title}” is on the clipboard.` }),
        (reason: unknown) => tell(`“${title}” could not be copied: ${messageOf(reason)}. Save it as a file instead.`),
      );
    onClose();
  };
  return (
    <Dialog title="Save picture" isOpen={isOpen} onClose={onClose}>
      <div className={styles.choices}>
        <Segmented
          label="Format"
          options={[
            { value: 'png', title: 'PNG' },
            { value: 'svg', title: 'SVG' },
          ]}
          values={[format]}
          onChange={([value]) => setFormat(value as PictureFormat)}
        />
        <Segmented
          label="Size"
          options={pictureSizes.map(({ id, title }) => ({ value: id, title }))}
          values={[sizeId]}
          onChange={([value]) => setSize(value)}
        />
        <Segmented
          label="Colours"
          options={[
            { value: 'light', title: 'On white' },
            { value: 'dark', title: 'On black' },
          ]}
          values={[theme]}
          onChange={([value]) => setTheme(value as Theme)}
        />
      </div>
      <p className={styles.note}>
        {size.width * size.scale} × {size.height * size.scale} pixels as PNG, and more where words and a legend need room. Title, study,
        data, seeds and legend are in it.
      </p>
      <div className={styles.actions}>
        <Button kind="primary" icon="download" onPress={save}>
          Save
        </Button>
        <Button icon="copy" onPress={copy}>
          Copy as PNG
        </Button>
      </div>
    </Dialog>
  );
}

function pictured(
  maker: FigureMaker,
  input: FigureInput,
  options: { readonly size: PictureSize; readonly theme: Theme; readonly hidden: ReadonlySet<string> },
): Picture {
  const figure = maker.make({ ...input, options: { ...input.options, theme: options.theme } });
  return pictureOf(
    figure,
    { title: figureTitle(maker, input), study: input.study.name, data: input.study.data ?? dataTitle(input.job), seeds: seedsIn(input) },
    options,
  );
}

/** Seeds that are written out; of more, how many. */
const MOST_SEEDS = 5;

/** “seed 42”, “seeds 1, 2 and 3”, “12 seeds”; nothing where no run is shown. */
function seedsIn({ own, shared }: FigureInput): string {
  const seeds = [...new Set([...own, ...shared].map(({ job }) => job.seed))].toSorted((a, b) => a - b);
  if (seeds.length > MOST_SEEDS) return `${seeds.length} seeds`;
  return seeds.length === 0 ? '' : `${seeds.length === 1 ? 'seed' : 'seeds'} ${inWords(seeds.map(String))}`;
}
