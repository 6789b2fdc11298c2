import { useEffect, useState } from 'react';
import { messageOf } from '../../data/message-of.ts';
import type { Lab } from '../../lab/create-lab.ts';
import { familyOf } from '../../study/schema.ts';
import { FigureCard } from '../chart/FigureCard.tsx';
import { viewOf } from '../families/index.ts';
import { ErrorText } from '../kit/ErrorText.tsx';
import { LabProvider } from '../lab.tsx';
import type { FigureLabs } from './figure-labs.ts';

interface CardFigureProps {
  readonly labs: FigureLabs;
  readonly recorded: string | null;
  readonly preset: string | null;
  /** Name of its maker. */
  readonly figure: string;
}

/** The figure of a card, as the lab draws it of the recorded run. */
export function CardFigure({ labs, recorded, preset, figure }: CardFigureProps) {
  const [lab, setLab] = useState<Lab | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    let isShown = true;
    labs.of(recorded, preset).then(
      (opened) => isShown && setLab(opened),
      (cause: unknown) => isShown && setError(messageOf(cause)),
    );
    return () => {
      isShown = false;
    };
  }, [labs, recorded, preset]);
  if (error !== null) return <ErrorText>The figure could not be drawn: {error}</ErrorText>;
  if (!lab) return <p>The recorded run is being opened …</p>;
  const { study, shared } = lab.store.getState();
  const maker = viewOf(familyOf((shared?.study ?? study).job).id).figures.find(({ name }) => name === figure);
  return maker ? (
    <LabProvider lab={lab}>
      <FigureCard maker={maker} isWide level={4} />
    </LabProvider>
  ) : null;
}
