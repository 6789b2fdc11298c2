/** The service worker of the built lab: it exposes what src/lab/offline.ts does, and holds no logic. */
import { keepOffline } from '../src/lab/offline.ts';

keepOffline(self as unknown as ServiceWorkerGlobalScope);
