import { Button, Heading } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Confirm } from '../../admin/parts/Confirm';
import { Done, useDeeds } from '../../admin/parts/Done';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useLoaded } from '../../app/useLoaded';
import type { ClassesApi, ClassLink, MadeClass } from './api';
import { ClassForm } from './ClassForm';
import { ClassPoster } from './ClassPoster';
import './classes.css';

interface ClassLinksProps {
  api: ClassesApi;
  may: (action: string) => boolean;
}

/** Links by which whole classes begin; how many did, nobody is told. */
export function ClassLinks({ api, may }: ClassLinksProps) {
  const { t } = useI18n();
  const loaded = useLoaded(api.path, () => api.open());
  const [made, setMade] = useState<MadeClass>();
  const [ending, setEnding] = useState<ClassLink>();
  const deeds = useDeeds();
  return (
    <div className="stack">
      <p>{t('desk.classes.means')}</p>
      <Done {...deeds} />
      {made && <ClassPoster key={made.id} made={made} />}
      {may('class:create') && (
        <ClassForm
          onMake={async (link) => {
            setMade(await api.make(link));
            deeds.tell({ text: t('desk.classes.made'), keepsFocus: true });
            loaded.again();
          }}
        />
      )}
      <Heading level={3} data-size="2xs">
        {t('desk.classes.open')}
      </Heading>
      <Section loaded={loaded}>
        {(links) => <OpenLinks links={links} onEnd={may('class:end') ? setEnding : undefined} />}
      </Section>
      {ending && (
        <Confirm
          title={t('desk.classes.end_title')}
          consequences={[t('desk.classes.end_means')]}
          confirm={t('desk.classes.end')}
          onConfirm={async () => {
            await api.end(ending.id);
            if (made?.id === ending.id) setMade(undefined);
            setEnding(undefined);
            deeds.tell({ text: t('desk.classes.ended') });
            loaded.again();
          }}
          onClose={() => {
            setEnding(undefined);
          }}
        />
      )}
    </div>
  );
}

interface OpenLinksProps {
  links: readonly ClassLink[];
  onEnd: ((link: ClassLink) => void) | undefined;
}

function OpenLinks({ links, onEnd }: OpenLinksProps) {
  const { t, name, when } = useI18n();
  if (links.length === 0) return <p className="quiet">{t('desk.classes.none')}</p>;
  return (
    <ul className="class-links">
      {links.map((link) => (
        <li key={link.id} className="row spread">
          <span>
            {t('desk.classes.until', { time: when(link.valid_until), count: link.most_starts })}
            <span className="quiet">
              {' '}
              {[link.county && name('county', link.county), link.topic && name('topic', link.topic)]
                .filter((part) => part !== undefined)
                .join(', ')}
            </span>
          </span>
          {onEnd && (
            <Button
              data-size="sm"
              variant="secondary"
              data-color="danger"
              onClick={() => {
                onEnd(link);
              }}
            >
              {t('desk.classes.end')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
