import { ListBoxItem, Text } from 'react-aria-components';
import type { Preset } from '../../study/presets.ts';
import { familyOf, jobCount } from '../../study/schema.ts';
import { Icon } from '../kit/Icon.tsx';
import { useLab } from '../lab.tsx';
import { aboutText } from '../text/about.ts';
import { plural } from '../text/format.ts';
import { isLong, timeText } from '../text/study-time.ts';
import { useEstimate } from '../text/useEstimate.ts';
import { NetworkPicture } from './NetworkPicture.tsx';
import { SketchPicture } from './SketchPicture.tsx';
import type { PublishedByFamily } from './usePublished.ts';
import styles from './PresetGallery.module.css';

interface PresetCardProps {
  readonly preset: Preset;
  readonly published: PublishedByFamily;
}

/** A preset to choose: what it shows, what is in it, how long it takes. */
export function PresetCard({ preset, published }: PresetCardProps) {
  const { name, title, line, from, study } = preset;
  const isOnForm = useLab((lab) => lab.study.preset === name);
  const family = familyOf(study.job);
  const values = published.get(family.id);
  const sketch = values === undefined ? null : (family.published?.expected(values, study) ?? null);
  return (
    <ListBoxItem id={name} textValue={title} className={styles.card} data-on-form={isOnForm || undefined}>
      <span className={styles.picture}>{sketch ? <SketchPicture sketch={sketch} /> : <NetworkPicture job={study.job} />}</span>
      <Text slot="label" className={styles.name}>
        {title}
      </Text>
      <Text slot="description" className={styles.about}>
        {isOnForm && <span className={styles.tag}>on the form</span>}
        <span className={styles.line}>{line}</span>
        <span className={styles.facts}>{[from, aboutText(study), plural(jobCount(study), 'job')].filter(Boolean).join(' · ')}</span>
        {sketch && <span className={styles.facts}>Above: {sketch.caption}.</span>}
        <Time preset={preset} />
      </Text>
    </ListBoxItem>
  );
}

function Time({ preset: { study } }: Pick<PresetCardProps, 'preset'>) {
  const estimate = useEstimate(study);
  const isMeasuring = useLab((lab) => lab.pace.isMeasuring);
  if (isMeasuring && (estimate.seconds === null || estimate.isByOthers)) return <span className={styles.time}>measuring …</span>;
  const time = timeText(study, estimate);
  return isLong(estimate) ? (
    <span className={styles.long}>
      <Icon name="warn" size={13} /> {time}; the page has to stay open for all of it
    </span>
  ) : (
    <span className={styles.time}>{time}</span>
  );
}
