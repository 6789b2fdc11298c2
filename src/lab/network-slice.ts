/** What can be done with trained networks: opening one, taking it away, checking it, pruning it by hand, going on from there. */
import { networkBytes } from '../coding/network-signature.ts';
import type { LabActions, NetworksState } from './contract.ts';
import type { Access, Slice } from './lab-type.ts';
import type { NetworkShelf } from './network-shelf.ts';
import type { Networks } from './networks.ts';
import { Trial, type TrialNeighbours } from './trial.ts';

const noNetworks: NetworksState = { kept: [], opened: null, trial: null };

type Action =
  | 'openNetwork'
  | 'openNetworkFile'
  | 'closeNetwork'
  | 'packNetwork'
  | 'exportNetwork'
  | 'checkNetwork'
  | 'beginTrial'
  | 'slide'
  | 'endTrial'
  | 'dropStart'
  | 'askTrial'
  | 'tuneTrial'
  | 'cancelTuning'
  | 'fineTuneFromTrial';

export function networkSlice(
  access: Access,
  networks: Networks,
  shelf: NetworkShelf,
  neighbours: TrialNeighbours,
): Slice<'networks', Action> {
  const trial = new Trial(access, networks, shelf, neighbours);
  const actions: Pick<LabActions, Action> = {
    openNetwork: (job) => networks.openJob(job),
    openNetworkFile: (file) => networks.open({ kind: 'file', name: file.name }, () => networkBytes(file)),
    closeNetwork: () => networks.close(),
    packNetwork: (codec, compression) => networks.ask((remote) => remote.pack(codec, compression)),
    exportNetwork: (format, name) => networks.ask((remote) => remote.export(format, name)),
    checkNetwork: () => networks.check(),
    beginTrial: () => trial.begin(),
    slide: (thresholds) => trial.slide(thresholds),
    endTrial: () => networks.change({ trial: null }),
    askTrial: (question) => trial.ask(question),
    tuneTrial: () => trial.tune(),
    cancelTuning: () => trial.cancelTuning(),
    fineTuneFromTrial: () => trial.fineTune(),
    dropStart() {
      const { study } = access.get();
      const { start, ...job } = study.job;
      if (start) neighbours.replaceStudy({ ...study, job });
    },
  };
  return { state: { networks: noNetworks }, actions };
}
