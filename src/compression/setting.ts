/** What a setting is, for those who make methods; it lies where data sources, which have settings as well, can see it. */
export * from '../data/setting.ts';
