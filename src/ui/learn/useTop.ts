import { useEffect } from 'react';

/** A page that is come to begins at its top, wherever the one before was left. */
export function useTop(): void {
  useEffect(() => {
    window.scrollTo({ top: 0 });
  }, []);
}
