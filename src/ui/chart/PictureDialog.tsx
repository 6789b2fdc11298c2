import { useState } from 'react';
import { figureTitle, type FigureInput, type FigureMaker } from '../../figures/figure.ts';
import type { Theme } from '../../figures/style.ts';
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
  const save = () => {
    const input = figures.store.getState();
    const title = figureTitle(maker, input);
    const picture = pictured(maker, input, { size, theme, hidden: view.getState().hidden });
    pictureFile(picture, format, size).then(
      (blob) => download(blob, fileName(title, format)),
      (reason: unknown) =>
        lab.actions.notify({
          kind: 'error',
          message: `“${title}” could not be saved as ${format.toUpperCase()}: ${String(reason)}. Its CSV has the same numbers.`,
        }),
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
        data and legend are in it.
      </p>
      <Button kind="primary" icon="download" onPress={save}>
        Save
      </Button>
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
    { title: figureTitle(maker, input), study: input.study.name, data: input.study.data ?? dataTitle(input.job) },
    options,
  );
}
