import type { AskedVideo } from "../../api/gates";
import { t } from "../../words";
import { usd } from "../format";

/** The videos that a yes would begin, with the most that each costs. */
export function AskedVideos({ videos, total }: { videos: AskedVideo[]; total: string | null }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t("Video")}</th>
          <th scope="col">{t("Length")}</th>
          <th scope="col">{t("Up to")}</th>
        </tr>
      </thead>
      <tbody>
        {videos.map((video, index) => (
          <tr key={`${index} ${video.title}`}>
            <td>{video.title}</td>
            <td>{t("{seconds} s", { seconds: video.target_s })}</td>
            <td>{usd(video.cost_usd)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            {t("In all")}
          </th>
          <td>{usd(total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
