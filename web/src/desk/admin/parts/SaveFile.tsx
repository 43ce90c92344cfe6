import { Button } from '@digdir/designsystemet-react';
import { ProblemLine } from './ProblemLine';
import { useTask } from './useTask';

interface SaveFileProps {
  text: string;
  fetch: () => Promise<{ content: Blob; name: string }>;
}

/** Fetches a file in the reader's language and hands it to the browser to save. */
export function SaveFile({ text, fetch }: SaveFileProps) {
  const task = useTask();
  const save = async () => {
    const { content, name } = await fetch();
    const address = URL.createObjectURL(content);
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <div>
      <Button data-size="sm" variant="secondary" loading={task.busy} onClick={() => void task.run(save)}>
        {text}
      </Button>
      <ProblemLine problem={task.problem} />
    </div>
  );
}
