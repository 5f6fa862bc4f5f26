using Hotline.Evidence;
using Hotline.Hub.Sequencing;
using Hotline.Stores;

namespace Hotline.Hub;

/// <summary>What every stream of a hub works with.</summary>
internal sealed record HubParts<TDomain>(IHubStore<TDomain> Store, Sequencer<TDomain> Sequencer, LogProofs Proofs, RosterBook Rosters, TimeProvider Clock)
    where TDomain : struct, ITrafficDomain;
