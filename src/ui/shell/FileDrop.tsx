import { useEffect, useState } from 'react';
import { readDropped, type Dropped } from '../data/files.ts';
import styles from './FileDrop.module.css';

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Lets result files, network files, archives of texts and images of one's own be dropped anywhere on the page. @param onDrop has to stay the same function */
export function FileDrop({ onDrop }: { readonly onDrop: (dropped: Dropped) => void }) {
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
      const dropped = event.dataTransfer && readDropped(event.dataTransfer);
      if (dropped) onDrop(dropped);
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
  }, [onDrop]);
  return isOver ? (
    <div className={styles.cover} aria-hidden="true">
      <p>Drop a result, a network, a text or an archive of one, a folder or zip archive of images, or the folder of a plan to open it</p>
    </div>
  ) : null;
}
