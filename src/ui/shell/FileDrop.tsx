import { useEffect, useState } from 'react';
import { droppedFiles, isDroppedData, nameOf } from '../data/files.ts';
import { openFile } from '../files/open.ts';
import { usePageLab, type PageLab } from '../lab.tsx';
import styles from './FileDrop.module.css';
import { messageOf } from '../../data/message-of.ts';

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Shows the data sets, and adds what was dropped. */
async function addDropped({ lab: { actions }, view }: PageLab, dropped: DataTransfer): Promise<void> {
  const reading = droppedFiles(dropped);
  view.getState().open('data');
  try {
    const files = await reading;
    await actions.addOwnData(nameOf(files), files);
  } catch (error) {
    actions.notify({
      kind: 'error',
      message: `What was dropped could not be read: ${messageOf(error)}. Choose it under Data sets instead.`,
    });
  }
}

/** Lets result files, network files and images of one's own be dropped anywhere on the page. */
export function FileDrop() {
  const own = usePageLab();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    // Every element that the pointer crosses enters and leaves; only the balance says whether it is still over the page.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth -= 1;
      if (depth <= 0) setOver(false);
    };
    const over = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      if (!event.dataTransfer) return;
      const [file] = event.dataTransfer.files;
      if (isDroppedData(event.dataTransfer)) void addDropped(own, event.dataTransfer);
      else if (file) void openFile(own.lab.actions, file);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, [own]);
  return isOver ? (
    <div className={styles.cover} aria-hidden="true">
      <p>Drop a result, a network, or a folder or zip archive of images to open it</p>
    </div>
  ) : null;
}
