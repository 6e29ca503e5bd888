/** Server-Sent Events out of chunks of text, as the HTML standard reads them. Pure. */

export interface Frame {
  id: string | undefined;
  data: string;
}

/** Give a function that takes the next chunk and gives the frames that it completes. */
export function parser(): (chunk: string) => Frame[] {
  let rest = "";
  let id: string | undefined;
  let data: string[] = [];
  const field = (line: string): void => {
    const [, name = "", value = ""] = /^([^:]*)(?:: ?)?(.*)$/su.exec(line) ?? [];
    if (name === "data") data.push(value);
    if (name === "id") id = value;
  };
  return (chunk) => {
    const lines = (rest + chunk).split(/\r\n|\n|\r(?=[^\n])/);
    rest = lines.pop() ?? "";
    const frames: Frame[] = [];
    for (const line of lines) {
      if (line) {
        field(line);
        continue;
      }
      if (data.length > 0) frames.push({ id, data: data.join("\n") });
      id = undefined;
      data = [];
    }
    return frames;
  };
}
