import { useEffect } from 'react';
import type { Named } from '../../data/own/shelf.ts';
import { Button } from '../kit/Button.tsx';
import { useActions, useLab, useView } from '../lab.tsx';
import { count } from '../text/format.ts';
import styles from './DataSets.module.css';

/** Leads to the data sets, and says so where the study wants images that are not in this browser. */
export function DataSets() {
  const actions = useActions();
  const images = useLab(({ study: { job } }) => job.images ?? null);
  const text = useLab(({ study: { job } }) => job.text ?? null);
  const { entries, texts } = useLab((lab) => lab.ownData);
  const isThere = (own: Named): boolean => [...entries, ...texts].some(({ sha256 }) => sha256 === own.sha256);
  const open = useView((view) => view.open);
  useEffect(() => void actions.listOwnData(), [actions]);
  return (
    <section className={styles.data}>
      {images && (
        <p className={styles.images}>
          Own images: <strong>{images.name}</strong>
        </p>
      )}
      {images && !isThere(images) && (
        <output className={styles.missing}>
          “{images.name}” is not in this browser: {count(images.train)} images to train and {count(images.test)} to test,{' '}
          {images.shape.join(' × ')}, {images.classes} classes. Links do not carry images. Ask whoever made the study for them and add them;
          their SHA-256 must be <code>{images.sha256}</code>.
        </output>
      )}
      {text && (
        <p className={styles.images}>
          Own text: <strong>{text.name}</strong>
        </p>
      )}
      {text && !isThere(text) && (
        <output className={styles.missing}>
          “{text.name}” is not in this browser: {count(text.bytes)} bytes. Links do not carry texts. Ask whoever made the study for it and
          add it; its SHA-256 must be <code>{text.sha256}</code>.
        </output>
      )}
      <Button icon="layers" small onPress={() => open('data')}>
        Data sets
      </Button>
    </section>
  );
}
