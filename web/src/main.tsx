import "@fontsource-variable/bricolage-grotesque/index.css";
import "@fontsource-variable/hanken-grotesk/index.css";
import "./styles/base.css";
import "./styles/brand.css";
import "./styles/shell.css";
import "./styles/side.css";
import "./styles/waits.css";
import "./styles/weather.css";
import "./styles/channel.css";
import "./styles/chat.css";
import "./styles/composer.css";
import "./styles/attach.css";
import "./styles/cards.css";
import "./styles/check.css";
import "./styles/outage.css";
import "./styles/stock.css";
import "./styles/batch.css";
import "./styles/shares.css";
import "./styles/versions.css";
import "./styles/progress.css";
import "./styles/empty.css";
import { render } from "preact";
import { keepDraft } from "./state/draft";
import { start } from "./state/session";
import { startTheme } from "./state/theme";
import { followAddress } from "./state/threads";
import { App } from "./ui/App";
import { startLanguage } from "./words";

startTheme();
keepDraft();
followAddress();

const root = document.getElementById("app");
void startLanguage().then(() => {
  void start();
  if (root) render(<App />, root);
});
