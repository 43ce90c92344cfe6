import { Alert, Button, Heading } from '@digdir/designsystemet-react';
import { useEffect, useMemo, useState } from 'react';
import type { Me } from '../../../api/shapes';
import type { StaffApi } from '../../api/staff';
import { useI18n } from '../../app/i18n';
import { Section } from '../../app/Section';
import { useNow } from '../../app/time';
import { ApiError } from '../../api/client';
import { ExplanationDialog } from '../explain/ExplanationPage';
import { Head } from '../Head';
import { PolicyLink } from '../parts/PolicyLink';
import type { Board } from '../shapes';
import { Alarms } from './Alarms';
import { BoardApi } from './api';
import { Breakdowns } from './Breakdown';
import { CentreTable, Delivered } from './Centres';
import { RecentContacts, WaitingContacts } from './Contacts';
import { ageOf } from './figures';
import { Limits } from './Limits';
import { Overrides } from './Overrides';
import { isStale, type LineState } from './line';
import { TileMap } from './TileMap';
import { Tiles } from './Tiles';
import { useBoard } from './useBoard';
import { useWall, type Wall } from './useWall';

interface BoardPageProps {
  me: Me;
  api: StaffApi;
}

/** The national queue and the centres as they are this second. */
export function BoardPage({ me, api }: BoardPageProps) {
  const board = useMemo(() => new BoardApi(api.client), [api]);
  const state = useBoard(board);
  const wall = useWall();
  const [asked, setAsked] = useState<string>();
  const may = (action: string) => me.actions.includes(action);
  return (
    <main className="reading board" data-wall={wall.on || undefined}>
      {wall.on ? <WallHead wall={wall} state={state} /> : <BoardHead wall={wall} state={state} />}
      <Section loaded={{ value: state.board, error: errorOf(state), again: reload }}>
        {(now) => (
          <Picture
            board={now}
            state={state}
            policies={may('policy:get')}
            wall={wall.on}
            overrides={may('override:list')}
            onWhy={may('decision:list') && may('explanation:get') ? setAsked : undefined}
          />
        )}
      </Section>
      {!wall.on && may('board:thresholds_get') && <Limits board={board} changeable={may('board:thresholds_update')} />}
      {asked !== undefined && (
        <ExplanationDialog
          api={api}
          contactId={asked}
          policies={may('policy:get')}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </main>
  );
}

/** Why there is no board at all; once there was one, the notice tells it. */
function errorOf({ board, problem }: LineState): unknown {
  return board === undefined && problem ? new ApiError(problem) : undefined;
}

function reload(): void {
  location.reload();
}

function BoardHead({ wall, state }: { wall: Wall; state: LineState }) {
  const { t } = useI18n();
  return (
    <>
      <Head title={t('desk.board.title')} lead={t('desk.board.lead')} />
      <div className="row spread board-line">
        <LineNow state={state} />
        <Button data-size="sm" variant="secondary" onClick={wall.enter}>
          {t('desk.board.wall')}
        </Button>
      </div>
      <LineNotice state={state} />
    </>
  );
}

/** Large, without ways to other pages; only the way out. */
function WallHead({ wall, state }: { wall: Wall; state: LineState }) {
  const { t } = useI18n();
  useEffect(() => {
    document.title = `${t('desk.board.title')} – ${t('desk.window')}`;
  }, [t]);
  return (
    <>
      <div className="row spread board-line">
        <Heading level={1} data-size="sm" id="admin-title" tabIndex={-1}>
          {t('desk.board.title')}
        </Heading>
        <LineNow state={state} />
        <Button data-size="sm" variant="tertiary" data-color="neutral" onClick={wall.leave}>
          {t('desk.board.wall_leave')} <kbd>Esc</kbd>
        </Button>
      </div>
      <LineNotice state={state} />
    </>
  );
}

const TONES = { opening: 'idle', live: 'good', polling: 'busy', down: 'bad' } as const;

/** How the picture comes, and how old it is. */
function LineNow({ state }: { state: LineState }) {
  const { t, plural } = useI18n();
  const age = ageOf(state, useNow());
  return (
    <p className="board-age">
      <span className="dot" data-tone={TONES[state.line]} aria-hidden="true" /> {t(`desk.board.line.${state.line}`)}
      {state.heardAt !== undefined && ` · ${plural('desk.board.age', age)}`}
    </p>
  );
}

/** Says once, and as long as it holds, that the picture is old. */
function LineNotice({ state }: { state: LineState }) {
  const { t } = useI18n();
  const stale = isStale(state, useNow()) && state.board !== undefined;
  return (
    <div role="alert">
      {stale && (
        <Alert data-color="danger" data-size="sm">
          {t('desk.board.line_down')}
        </Alert>
      )}
    </div>
  );
}

interface PictureProps {
  board: Board;
  state: LineState;
  policies: boolean;
  wall: boolean;
  /** Whether decisions against the hours can be looked at. */
  overrides: boolean;
  onWhy: ((contactId: string) => void) | undefined;
}

function Picture({ board, state, policies, wall, overrides, onWhy }: PictureProps) {
  const stale = isStale(state, useNow());
  return (
    <div className="board-picture" data-stale={stale || undefined}>
      <Overrides board={board} linked={overrides && !wall} />
      <Tiles board={board} state={state} />
      <Alarms board={board} />
      <TileMap centres={board.centres} />
      <WaitingContacts board={board} state={state} onWhy={wall ? undefined : onWhy} />
      <Breakdowns queue={board.queue} />
      <Delivered centres={board.centres} />
      {!wall && (
        <>
          <CentreTable centres={board.centres} />
          <RecentContacts board={board} onWhy={onWhy} />
          <PolicyLink version={board.policy_version} linked={policies} />
        </>
      )}
    </div>
  );
}
