/** The network of the first page, for the components of it. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { FrontSession } from '../../lab/front/session.ts';
import type { FrontState, Stand } from '../../lab/front/state.ts';

export const FrontContext = createContext<FrontSession | null>(null);

/** @throws Error outside of the first page */
export function useSession(): FrontSession {
  const session = useContext(FrontContext);
  if (!session) throw new Error('This part of the first page stands outside of it, so it has no network.');
  return session;
}

export function useFront(): FrontState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, session.get);
}

/** What stands, for parts that are drawn only once it does. */
export function useStand(): Stand {
  const { stand } = useFront();
  if (!stand) throw new Error('The network of the first page is not there yet.');
  return stand;
}
