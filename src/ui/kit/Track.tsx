import { SliderThumb, SliderTrack } from 'react-aria-components';
import styles from './Track.module.css';

/** The track and thumb of a slider with one value. @param className gives it its width */
export function Track({ className }: { readonly className: string }) {
  return (
    <SliderTrack className={`${styles.track} ${className}`}>
      <SliderThumb className={styles.thumb} />
    </SliderTrack>
  );
}
