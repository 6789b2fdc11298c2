import { Collection, Header, ListBox, ListBoxSection } from 'react-aria-components';
import { useEffect } from 'react';
import type { Preset } from '../../study/presets.ts';
import { Dialog } from '../kit/Dialog.tsx';
import { useActions, useLab } from '../lab.tsx';
import { presetGroups } from './groups.ts';
import { PresetCard } from './PresetCard.tsx';
import { usePublished } from './usePublished.ts';
import styles from './PresetGallery.module.css';

interface PresetGalleryProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** All presets, each with what it shows and how long it takes here. */
export function PresetGallery({ isOpen, onClose }: PresetGalleryProps) {
  return (
    <Dialog title="Presets" wide isOpen={isOpen} onClose={onClose}>
      <Gallery onClose={onClose} />
    </Dialog>
  );
}

function Gallery({ onClose }: Pick<PresetGalleryProps, 'onClose'>) {
  const actions = useActions();
  const published = usePublished();
  useEffect(() => void actions.measurePace(), [actions]);
  const choose = (name: string): void => {
    actions.choosePreset(name);
    onClose();
  };
  return (
    <>
      <p className={styles.words}>
        Each is a study that runs with one click, and something to start from: every setting can be changed afterwards. <PaceNote />
      </p>
      {/* Whoever opens the gallery is about to choose. */}
      {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
      <ListBox aria-label="Presets" className={styles.groups} layout="grid" autoFocus onAction={(name) => choose(String(name))}>
        {presetGroups().map(({ title, source, presets }) => (
          <ListBoxSection key={title} className={styles.group}>
            <Header className={styles.head}>
              <span className={styles.title}>{title}</span>
              {source && <span className={styles.source}>{source}</span>}
            </Header>
            <Collection items={presets.map((preset) => ({ id: preset.name, preset }))}>
              {({ preset }: { readonly id: string; readonly preset: Preset }) => <PresetCard preset={preset} published={published} />}
            </Collection>
          </ListBoxSection>
        ))}
      </ListBox>
    </>
  );
}

/** Whose pace the times are of. */
function PaceNote() {
  const { measured, isMeasuring, trouble } = useLab((lab) => lab.pace);
  const backend = useLab((lab) => lab.backend);
  if (isMeasuring) return 'How fast this computer is, is being measured …';
  if (measured.includes(backend)) return 'Times are for this computer.';
  return trouble === null
    ? 'Times are those of another computer until something has run here.'
    : `Times are those of another computer: this one could not be measured (${trouble}).`;
}
