/** The service worker of the built lab: it exposes what src/app/offline.ts does, and holds no logic. */
import { keepOffline } from '../src/app/offline.ts';

keepOffline(self as unknown as ServiceWorkerGlobalScope);
