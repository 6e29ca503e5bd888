import type { BatchCard } from "../../api/batches";
import type { GateCard } from "../../api/gates";
import type { SharesCard } from "../../api/shares";
import type {
  CheckCard,
  CostCard,
  FileCard,
  ProgressCard,
  StockCard,
  StoryboardCard,
  VideoCard,
  VoiceCard,
} from "../../api/types";
import type { ChangeCard, ComparisonCard, ForkCard, VersionsCard } from "../../api/versions";
import type { Item } from "../../state/transcript";
import { later } from "./later";
import type { PresetsCard } from "./Presets";
import type { ProfileCard } from "./Profile";
import { Progress } from "./Progress";
import { Storyboard } from "./Storyboard";
import { Video } from "./Video";

export function Card({ item }: { item: Item & { kind: "card" } }) {
  const content: unknown = item.content;
  if (content === null) return null;
  switch (item.card) {
    case "storyboard":
      return <Storyboard card={content as StoryboardCard} />;
    case "progress":
      return <Progress card={content as ProgressCard} />;
    case "video":
      return <Video card={content as VideoCard} />;
    default:
      return <Seldom item={item} />;
  }
}

function Question({ card }: { card: GateCard }) {
  const cards = later();
  if (!cards) return null;
  if (card.kind === "provider") return <cards.Outage card={card} />;
  if (card.kind === "scripts") return <cards.Scripts card={card} />;
  if (card.kind === "publish") return <cards.Publish card={card} />;
  return card.kind === "script" ? <cards.Script card={card} /> : <cards.Gate card={card} />;
}

function Seldom({ item }: { item: Item & { kind: "card" } }) {
  const content: unknown = item.content;
  const cards = later();
  if (!cards) return null;
  switch (item.card) {
    case "gate":
      return <Question card={content as GateCard} />;
    case "file":
      return <cards.File card={content as FileCard} />;
    case "stock":
      return <cards.Stock card={content as StockCard} />;
    case "voice":
      return <cards.Voice card={content as VoiceCard} />;
    case "cost":
      return <cards.Cost card={content as CostCard} />;
    case "check":
      return <cards.Check card={content as CheckCard} />;
    case "profile":
      return <cards.Profile card={content as ProfileCard} />;
    case "presets":
      return <cards.Presets card={content as PresetsCard} />;
    case "versions":
      return <cards.Versions card={content as VersionsCard} />;
    case "comparison":
      return <cards.Comparison card={content as ComparisonCard} />;
    case "fork":
      return <cards.Fork card={content as ForkCard} />;
    case "batch":
      return <cards.Batch card={content as BatchCard} />;
    case "change":
      return <cards.Change card={content as ChangeCard} />;
    case "shares":
      return <cards.Shares card={content as SharesCard} />;
    default:
      return null;
  }
}
