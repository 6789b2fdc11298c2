/** Which kernels of a backend are ours. */
const own = new Map<string, Set<string>>();

export function rememberOwn(backend: string, names: readonly string[]): void {
  own.set(backend, new Set([...(own.get(backend) ?? []), ...names]));
}

/** Names of our kernels on a backend that has been started, in alphabetical order. */
export const ownKernelNames = (backend: string): string[] => [...(own.get(backend) ?? [])].sort();
