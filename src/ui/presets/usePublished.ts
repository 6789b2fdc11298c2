import { useEffect, useState } from 'react';
import { families } from '../../study/schema.ts';

/** Published values by the id of their family. */
export type PublishedByFamily = ReadonlyMap<string, unknown>;

/** Those that have come; the pictures that want others show the network in their place. */
export function usePublished(): PublishedByFamily {
  const [published, setPublished] = useState<PublishedByFamily>(new Map());
  useEffect(() => {
    let isShown = true;
    for (const { id, published: values } of families.all) {
      values?.load().then(
        (loaded) => isShown && setPublished((before) => new Map([...before, [id, loaded]])),
        // The figures, which show the values themselves, say what is wrong with their file.
        () => undefined,
      );
    }
    return () => {
      isShown = false;
    };
  }, []);
  return published;
}
