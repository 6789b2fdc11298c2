/** Version of the engine, as records and links carry it: results of different versions may differ. */
export const ENGINE_VERSION = '0.2.0';
