import { useEffect, useState } from 'react';
import { messageOf } from '../../data/message-of.ts';
import type { Paper } from '../../study/card.ts';
import { families } from '../../study/schema.ts';

interface Papers {
  /** Null until they have come. */
  readonly papers: readonly Paper[] | null;
  readonly error: string | null;
}

/** The papers of all families that have cards. */
export function usePapers(): Papers {
  const [found, setFound] = useState<Papers>({ papers: null, error: null });
  useEffect(() => {
    let isShown = true;
    Promise.all(families.all.map(async ({ published }) => published?.paper?.())).then(
      (papers) => isShown && setFound({ papers: papers.filter((paper) => paper !== undefined), error: null }),
      (error: unknown) => isShown && setFound({ papers: null, error: messageOf(error) }),
    );
    return () => {
      isShown = false;
    };
  }, []);
  return found;
}
