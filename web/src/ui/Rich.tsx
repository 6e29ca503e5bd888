/** A sentence with *emphasis* and `code` in it. */
export function Rich({ text }: { text: string }) {
  return (
    <>
      {text.split(/(\*[^*]+\*|`[^`]+`)/).map((part) => {
        if (part.startsWith("*")) return <em>{part.slice(1, -1)}</em>;
        return part.startsWith("`") ? <code>{part.slice(1, -1)}</code> : part;
      })}
    </>
  );
}
