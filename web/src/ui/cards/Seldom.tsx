/** What is fetched once it is needed: cards that not every conversation has, and forms. */

export { Chips } from "../Chips";
export { WaitingList } from "../WaitingList";
export { Batch } from "./Batch";
export { Change } from "./Change";
export { Check } from "./Check";
export { Claims } from "./Claims";
export { Comparison } from "./Comparison";
export { Cost } from "./Cost";
export { Earlier } from "./Earlier";
export { File } from "./File";
export { Fork } from "./Fork";
export { Gate } from "./Gate";
export { Notes } from "./Notes";
export { Outage } from "./Outage";
export { Past } from "./Past";
export { Presets } from "./Presets";
export { Profile } from "./Profile";
export { Providers } from "./Providers";
export { Publish } from "./Publish";
export { SceneForm } from "./SceneForm";
export { Script } from "./Script";
export { Shares } from "./Shares";
export { Stock } from "./Stock";
export { Versions } from "./Versions";
export { Voice } from "./Voice";
export { WaitRule } from "./WaitRule";
