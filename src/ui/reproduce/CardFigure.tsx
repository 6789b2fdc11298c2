import { useEffect, useState } from 'react';
import { messageOf } from '../../data/message-of.ts';
import type { Lab } from '../../lab/create-lab.ts';
import { familyOf } from '../../study/schema.ts';
import { FigureGrid } from '../chart/FigureGrid.tsx';
import { viewOf } from '../families/index.ts';
import { ErrorText } from '../kit/ErrorText.tsx';
import { LabProvider } from '../lab.tsx';
import type { FigureLabs } from './figure-labs.ts';

interface CardFigureProps {
  readonly labs: FigureLabs;
  readonly recorded: string | null;
  readonly preset: string | null;
  /** Names of their makers. */
  readonly figures: readonly string[];
}

/** The figures of a card, as the lab draws them of the recorded run. */
export function CardFigure({ labs, recorded, preset, figures }: CardFigureProps) {
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
  if (error !== null) return <ErrorText>The figures could not be drawn: {error}</ErrorText>;
  if (!lab) return <p>The recorded run is being opened …</p>;
  const { study, shared } = lab.store.getState();
  const makers = viewOf(familyOf((shared?.study ?? study).job).id).figures.filter(({ name }) => figures.includes(name));
  return (
    <LabProvider lab={lab}>
      <FigureGrid figures={makers} level={4} />
    </LabProvider>
  );
}
