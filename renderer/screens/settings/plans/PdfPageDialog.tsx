import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useWords } from '../../../app/hooks.ts';
import { Modal } from '../../../components/Modal.tsx';
import { type OpenPdf, openPdf } from '../../../plan-import/pdfDrawing.ts';

const PREVIEW_PX = 900;

/** Which page of a PDF is the floor: they are looked at one by one. */
export function PdfPageDialog({
  bytes,
  onClose,
  onUnreadable,
  onChosen,
}: {
  bytes: Uint8Array;
  onClose: () => void;
  onUnreadable: () => void;
  onChosen: (page: number, picture: Blob) => void;
}) {
  const words = useWords();
  const said = words.plans;
  const [pdf, setPdf] = useState<OpenPdf | null>(null);
  const [page, setPage] = useState(1);
  const [preview, setPreview] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const unreadable = useEffectEvent(() => onUnreadable());

  useEffect(() => {
    let over = false;
    let open: OpenPdf | undefined;
    openPdf(bytes).then(
      (opened) => {
        open = opened;
        if (over) opened.close();
        else setPdf(opened);
      },
      () => {
        if (!over) unreadable();
      },
    );
    return () => {
      over = true;
      open?.close();
    };
  }, [bytes]);

  useEffect(() => {
    if (pdf === null) return;
    let over = false;
    let url: string | undefined;
    pdf.picture(page, PREVIEW_PX).then(
      (picture) => {
        if (over) return;
        url = URL.createObjectURL(picture);
        setPreview(url);
      },
      () => {
        if (!over) unreadable();
      },
    );
    return () => {
      over = true;
      setPreview(null);
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [pdf, page]);

  const use = async () => {
    if (pdf === null) return;
    setBusy(true);
    try {
      onChosen(page, await pdf.picture(page));
    } catch {
      onUnreadable();
    }
  };
  const pages = pdf?.pages ?? 1;
  return (
    <Modal title={said.pdfTitle} testId="pdf-dialog" onClose={onClose}>
      <div className="pdf-preview">
        {preview === null ? (
          <p className="note">{said.reading}</p>
        ) : (
          <img src={preview} alt={said.pdfPage({ page, pages })} data-testid="pdf-preview" />
        )}
      </div>
      <div className="pdf-pages">
        <button
          type="button"
          className="icon-button"
          aria-label={said.pdfPrevious}
          disabled={page <= 1}
          onClick={() => setPage(page - 1)}
        >
          <ChevronLeft aria-hidden="true" />
        </button>
        <span className="num" role="status">
          {said.pdfPage({ page, pages })}
        </span>
        <button
          type="button"
          className="icon-button"
          aria-label={said.pdfNext}
          disabled={page >= pages}
          onClick={() => setPage(page + 1)}
        >
          <ChevronRight aria-hidden="true" />
        </button>
      </div>
      <div className="form-buttons">
        <button type="button" className="button" onClick={onClose}>
          {words.common.cancel}
        </button>
        <button
          type="button"
          className="button button-primary"
          data-testid="pdf-use"
          data-first
          disabled={preview === null || busy}
          onClick={use}
        >
          {said.pdfUse}
        </button>
      </div>
    </Modal>
  );
}
