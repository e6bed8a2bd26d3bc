import { FileText, Image as ImageIcon, Paperclip, Save } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';
import type { AttachmentView } from '#shared/contract/responseViews.ts';
import { formatNumber } from '#shared/i18n/format.ts';
import { isImage, isText } from '#shared/response/attachment.ts';
import { useEngineNow, useLanguage, useServices, useTime, useWords } from '../../app/hooks.ts';
import { failureOf } from '../../state/engineClient.ts';
import { fetchFile, saveBlob, sendFile } from '../../state/files.ts';
import { AttachmentViewer } from './AttachmentViewer.tsx';

function File({ attachment, onOpen }: { attachment: AttachmentView; onOpen: () => void }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const { connection } = useServices();
  const [failed, setFailed] = useState(false);
  const { id, name, mediaType, byteLength, by, at } = attachment;
  const Icon = isImage(mediaType) ? ImageIcon : FileText;
  const save = async () => {
    setFailed(false);
    try {
      saveBlob(document, name, await fetchFile(connection.request, id));
    } catch {
      setFailed(true);
    }
  };
  return (
    <li className="file" data-testid="attachment" data-type={mediaType}>
      <Icon aria-hidden="true" />
      <span className="file-name">
        <b className="truncate">{name}</b>
        <small className="num">
          {formatNumber(Math.ceil(byteLength / 1024), 0, language)} KB · {by} ·{' '}
          {time.moment(at, now)}
        </small>
        {failed && (
          <small className="note-bad" role="alert">
            {words.failures.notFound}
          </small>
        )}
      </span>
      {(isImage(mediaType) || isText(mediaType)) && (
        <button
          type="button"
          className="button button-small"
          data-testid="attachment-open"
          onClick={onOpen}
        >
          {words.incidents.open}
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={`${words.incidents.save}: ${name}`}
        title={words.incidents.save}
        onClick={save}
      >
        <Save aria-hidden="true" />
      </button>
    </li>
  );
}

/** Pictures of the place, reports, lists: what belongs to the incident and is no record of the desk's own. */
export function AttachmentList({
  incidentId,
  attachments,
}: {
  incidentId: string;
  attachments: readonly AttachmentView[];
}) {
  const words = useWords();
  const { connection, session } = useServices();
  const input = useRef<HTMLInputElement>(null);
  const [percent, setPercent] = useState<number | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [opened, setOpened] = useState<AttachmentView | null>(null);

  const send = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(target.files ?? [])];
    // The same file chosen again must be a change again.
    target.value = '';
    setRefused(null);
    for (const file of files) {
      setPercent(0);
      try {
        const sent = await sendFile(
          { request: connection.request, session },
          incidentId,
          file,
          (share) => setPercent(Math.round(share * 100)),
        );
        if (sent === null) break;
        if (typeof sent === 'string') {
          setRefused(`${file.name}: ${words.incidents.attachRefusals[sent]}`);
          break;
        }
      } catch (error) {
        setRefused(`${file.name}: ${words.failures[failureOf(error).code]}`);
        break;
      }
    }
    setPercent(null);
  };

  return (
    <section className="incident-part">
      <header className="response-head">
        <h3>{words.incidents.attachments}</h3>
        <button
          type="button"
          className="button button-small"
          data-testid="attach"
          title={words.incidents.attachHint}
          disabled={percent !== null}
          onClick={async () => (await session.require()) !== null && input.current?.click()}
        >
          <Paperclip aria-hidden="true" />
          {percent === null ? words.incidents.attach : words.incidents.attaching({ percent })}
        </button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          data-testid="attach-input"
          accept="image/png,image/jpeg,image/gif,image/webp,application/pdf,text/plain,.txt,.csv,.log,.md"
          onChange={send}
        />
      </header>
      {refused !== null && (
        <p className="note note-bad" role="alert" data-testid="attach-refused">
          {refused}
        </p>
      )}
      {attachments.length === 0 ? (
        <p className="note">
          {words.incidents.noAttachments} {words.incidents.attachHint}
        </p>
      ) : (
        <ul className="files">
          {attachments.map((attachment) => (
            <File
              key={attachment.id}
              attachment={attachment}
              onOpen={() => setOpened(attachment)}
            />
          ))}
        </ul>
      )}
      {opened !== null && <AttachmentViewer attachment={opened} onClose={() => setOpened(null)} />}
    </section>
  );
}
