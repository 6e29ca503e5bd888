import type {
  CheckCard,
  CostCard,
  FileCard,
  GateCard,
  ProgressCard,
  StockCard,
  StoryboardCard,
  VideoCard,
  VoiceCard,
} from "../../api/types";
import type { Item } from "../../state/transcript";
import { Check } from "./Check";
import { Cost } from "./Cost";
import { File } from "./File";
import { Gate } from "./Gate";
import { Profile, type ProfileCard } from "./Profile";
import { Progress } from "./Progress";
import { Stock } from "./Stock";
import { Storyboard } from "./Storyboard";
import { Video } from "./Video";
import { Voice } from "./Voice";

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
    case "file":
      return <File card={content as FileCard} />;
    case "stock":
      return <Stock card={content as StockCard} />;
    case "voice":
      return <Voice card={content as VoiceCard} />;
    case "cost":
      return <Cost card={content as CostCard} />;
    case "check":
      return <Check card={content as CheckCard} />;
    case "profile":
      return <Profile card={content as ProfileCard} />;
    case "gate":
      return <Gate card={content as GateCard} />;
    default:
      return null;
  }
}
