import { useEffect, useState } from 'react';
import type { AttachmentView } from '#shared/contract/responseViews.ts';
import { isImage } from '#shared/response/attachment.ts';
import { useServices, useWords } from '../../app/hooks.ts';
import { Modal } from '../../components/Modal.tsx';
import { fetchFile } from '../../state/files.ts';

/** As much of a text as is read on a screen; the rest is for the saved file. */
const SHOWN_CHARACTERS = 100_000;

type Content = { readonly url: string } | { readonly text: string };

async function contentOf({ mediaType }: AttachmentView, blob: Blob): Promise<Content> {
  if (isImage(mediaType)) return { url: URL.createObjectURL(blob) };
  const charset = /charset=(.+)$/.exec(mediaType)?.[1] ?? 'utf-8';
  const text = new TextDecoder(charset).decode(await blob.arrayBuffer());
  return { text: text.slice(0, SHOWN_CHARACTERS) };
}

/**
 * A picture as a picture, a text as letters. Nothing else is opened here: a picture's type is what the engine found in
 * its bytes, and text is never read as a page, so nothing in a file can run.
 */
export function AttachmentViewer({
  attachment,
  onClose,
}: {
  attachment: AttachmentView;
  onClose: () => void;
}) {
  const words = useWords();
  const { connection } = useServices();
  const [content, setContent] = useState<Content | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let over = false;
    let url: string | null = null;
    fetchFile(connection.request, attachment.id)
      .then((blob) => contentOf(attachment, blob))
      .then(
        (made) => {
          if ('url' in made) url = made.url;
          if (over && url !== null) URL.revokeObjectURL(url);
          else if (!over) setContent(made);
        },
        () => {
          if (!over) setFailed(true);
        },
      );
    return () => {
      over = true;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [attachment, connection]);
  return (
    <Modal title={attachment.name} testId="attachment-viewer" onClose={onClose}>
      {failed && <p className="note note-bad">{words.failures.notFound}</p>}
      {content === null && !failed && <p className="note">{words.common.loading}</p>}
      {content !== null &&
        ('url' in content ? (
          <img className="viewer-image" src={content.url} alt={attachment.name} />
        ) : (
          <pre className="viewer-text">{content.text}</pre>
        ))}
    </Modal>
  );
}
