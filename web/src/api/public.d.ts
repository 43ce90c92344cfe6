// @generated from openapi/public.json by `npm run generate`.
export interface paths {
    "/calendar/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get shifts as calendar */
        get: operations["calendar_feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/class-codes/look-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look class link up */
        post: operations["class_code_look_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start conversation */
        post: operations["conversation_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume conversation */
        post: operations["conversation_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get conversation */
        get: operations["conversation_get"];
        put?: never;
        post?: never;
        /** Erase conversation */
        delete: operations["conversation_erase"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close conversation */
        post: operations["conversation_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List messages */
        get: operations["conversation_messages"];
        put?: never;
        /** Post message */
        post: operations["conversation_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{id}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download transcript */
        get: operations["conversation_transcript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/referral-codes/look-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look referral up */
        post: operations["referral_code_look_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/referral-codes/share": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let partner know */
        post: operations["referral_code_share"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/referral-codes/unshare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let partner not know any more */
        post: operations["referral_code_unshare"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/service/centres": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List public cards of centres */
        get: operations["service_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/service/centres/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get public card of centre */
        get: operations["service_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/service/centres/{id}/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get logo of centre */
        get: operations["service_logo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/service/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get service status */
        get: operations["status_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * CardLogo
         * @description Where a logo is, and what stands for it.
         */
        CardLogo: {
            /** @description What stands for it where it is not seen; the centre's name where it is empty. */
            alt: components["schemas"]["LocalizedText"] & unknown;
            /** @description Below the server's root; another one with every change of the image. */
            path: string;
        };
        /**
         * CentreCard
         * @description What everyone may know of a centre.
         */
        CentreCard: {
            /**
             * Format: date-time
             * @description The end of the present opening.
             */
            closes_at?: string;
            /** @enum {string} */
            county: "03" | "11" | "15" | "18" | "31" | "32" | "33" | "34" | "39" | "40" | "42" | "46" | "50" | "55" | "56";
            /** @description What it does, in short. */
            description: components["schemas"]["LocalizedText"] & unknown;
            email?: string;
            hours: components["schemas"]["OpeningInterval"][];
            id: string;
            languages: ("nb" | "nn" | "se" | "en")[];
            logo?: components["schemas"]["CardLogo"];
            /** @description Which parts of the service it has switched on. */
            modules: components["schemas"]["Modules"] & unknown;
            name: string;
            /** @description Its name in languages that have another. */
            names: components["schemas"]["LocalizedText"] & unknown;
            /**
             * Format: date-time
             * @description The next opening, while closed.
             */
            next_opening?: string;
            /** @description Whether any of the hours below hold now. */
            open: boolean;
            /** @description How to reach it, in words. */
            reach: components["schemas"]["LocalizedText"] & unknown;
            sites: components["schemas"]["Site"][];
            telephone?: string;
            website?: string;
            why: components["schemas"]["Why"];
        };
        /**
         * CentreCards
         * @description A page of cards, by id.
         */
        CentreCards: {
            items: components["schemas"]["CentreCard"][];
            /** @description What to give as `after` for the next page; absent on the last one. */
            next?: string;
        };
        /**
         * ClassCodeInput
         * @description The code of a class. It is in the body: an address ends up in logs.
         */
        ClassCodeInput: {
            code: string;
        };
        /**
         * ClassSuggestion
         * @description What a class begins with. Nothing where the code is unknown or over: pupils begin all the same.
         */
        ClassSuggestion: {
            /** @enum {string} */
            county?: "03" | "11" | "15" | "18" | "31" | "32" | "33" | "34" | "39" | "40" | "42" | "46" | "50" | "55" | "56";
            topic?: string;
        };
        /**
         * Conversation
         * @description How a conversation stands.
         */
        Conversation: {
            /** @enum {string} */
            closed_by?: "seeker" | "counsellor" | "service";
            /** @description Hours it is kept after its end; erased within the hour after that. */
            content_hours: number;
            counsellor?: components["schemas"]["ConversationCounsellor"];
            id: string;
            /** @enum {string} */
            language: "nb" | "nn" | "se" | "en";
            /** Format: int64 */
            last_seq: number;
            place?: components["schemas"]["Place"];
            /** Format: date-time */
            started_at: string;
            /** @enum {string} */
            state: "waiting" | "active" | "closed";
        };
        /**
         * ConversationCounsellor
         * @description Who guides, under the alias.
         */
        ConversationCounsellor: {
            /** @description The name seekers see. */
            alias: string;
            /** @description Name of the career centre. */
            centre: string;
        };
        /**
         * ConversationMessages
         * @description Messages and how the conversation stands.
         */
        ConversationMessages: {
            counsellor?: components["schemas"]["ConversationCounsellor"];
            items: components["schemas"]["Message"][];
            /** Format: int64 */
            last_seq: number;
            place?: components["schemas"]["Place"];
            /** @enum {string} */
            state: "waiting" | "active" | "closed";
        };
        /**
         * ConversationResume
         * @description What opens a conversation on another device.
         */
        ConversationResume: {
            resume_code: string;
        };
        /**
         * ConversationStart
         * @description What a seeker tells at the start.
         */
        ConversationStart: {
            /** @description The code of the seeker's class: counted against it, not against the address that a school's pupils share. */
            class_code?: string;
            /** @description Whether the seeker has read how the service treats what they write. */
            consent: boolean;
            /**
             * @description Where the seeker lives; their own county's counsellors are preferred.
             * @enum {string}
             */
            county?: "03" | "11" | "15" | "18" | "31" | "32" | "33" | "34" | "39" | "40" | "42" | "46" | "50" | "55" | "56";
            /** @description Key of the site the seeker comes from. */
            entry_point?: string;
            /** @enum {string} */
            language: "nb" | "nn" | "se" | "en";
            /** @description Code of a referral; nothing that is kept of a conversation says that it began by one. */
            referral_code?: string;
            /** @description education, study_choice, work, application, skills, abroad or other. */
            topic?: string;
            /**
             * @description Guidance where left out.
             * @enum {string}
             */
            work_type?: "information" | "guidance";
        };
        /**
         * Empty
         * @description Nothing to tell.
         */
        Empty: Record<string, never>;
        /**
         * EstimatedWait
         * @description A wait to expect.
         */
        EstimatedWait: {
            /** @description Left out when nobody on duty can take a newcomer. */
            seconds?: number;
            /** @description Whether the estimate may be far off. */
            uncertain: boolean;
        };
        /**
         * EstimatedWaits
         * @description Wait to expect for each work type.
         */
        EstimatedWaits: {
            guidance: components["schemas"]["EstimatedWait"];
            information: components["schemas"]["EstimatedWait"];
        };
        /**
         * HomeCentre
         * @description The centre of a county and whether it is open itself.
         */
        HomeCentre: {
            id: string;
            name: string;
            /** Format: date-time */
            next_opening?: string;
            open: boolean;
        };
        /**
         * LocalizedText
         * @description A text in up to four languages.
         */
        LocalizedText: {
            en?: string;
            nb?: string;
            nn?: string;
            se?: string;
        };
        /**
         * Message
         * @description A stored message.
         */
        Message: {
            /** @description The counsellor's alias. */
            alias?: string;
            /**
             * Format: date-time
             * @description When it was stored.
             */
            at: string;
            /** @description Plain text; empty for notices. */
            body: string;
            /**
             * Format: uuid
             * @description The sender's own id of it; given to the sender only.
             */
            client_id?: string;
            /** @enum {string} */
            from: "seeker" | "counsellor" | "service";
            /** @description Present when an identity number was taken out. */
            masked?: boolean;
            /**
             * @description What the service says.
             * @enum {string}
             */
            notice?: "counsellor_joined" | "transferred" | "waiting_again" | "closed";
            /**
             * Format: int64
             * @description Number within the conversation, from 1 without gaps.
             */
            seq: number;
        };
        /**
         * Modules
         * @description Which parts of the service a centre has switched on.
         */
        Modules: {
            appointments: boolean;
            callback: boolean;
            chat: boolean;
            library: boolean;
            phone: boolean;
            video: boolean;
        };
        /**
         * NewMessage
         * @description A message to write.
         */
        NewMessage: {
            /** @description Plain text. */
            body: string;
            /**
             * Format: uuid
             * @description The sender's own id of it: sent again, it is answered with the first result.
             */
            client_id: string;
        };
        /**
         * OpeningInterval
         * @description An interval of every week.
         */
        OpeningInterval: {
            /** @enum {string} */
            channel: "chat" | "phone" | "callback" | "video" | "appointment";
            /** @description `15:30`; midnight is `24:00`. */
            closes: string;
            /** @description Present if it closes after midnight. */
            closes_next_day?: boolean;
            /** @description `09:00`. */
            opens: string;
            /** @enum {string} */
            queue: "national" | "local";
            /**
             * Format: date
             * @description The first date it starts on; unbounded if absent.
             */
            valid_from?: string;
            /**
             * Format: date
             * @description The last date it starts on; unbounded if absent.
             */
            valid_until?: string;
            /** @description The day it starts on, Monday 1 to Sunday 7. */
            weekday: number;
        };
        /**
         * Place
         * @description Where a waiting seeker stands.
         */
        Place: {
            /** @description Whether a counsellor is being asked just now. */
            asked: boolean;
            /** @description What to do instead where waiting may be in vain: callback, appointment, message, self_help. */
            choices: ("callback" | "appointment" | "message" | "self_help")[];
            /**
             * @description Present while nobody in the queue is served; the place is kept.
             * @enum {string}
             */
            closed?: "by_hand" | "by_hours";
            /** @description Seconds; left out when nobody on duty can take the contact. */
            estimated_wait?: number;
            /** @description Whether it takes longer than it should; there is no estimate then. */
            longer: boolean;
            /**
             * Format: date-time
             * @description When the queue is served again, where it is closed and that is known.
             */
            next_opening?: string;
            /** @description 1 is next. */
            position: number;
            /** @description Whether the estimate may be far off. */
            uncertain: boolean;
        };
        /**
         * PostedBody
         * @description A message just stored.
         */
        PostedBody: {
            /** @description Whether an identity number was taken out before storing. */
            masked: boolean;
            /** @description The message. */
            message: components["schemas"]["Message"] & unknown;
        };
        /**
         * Problem
         * @description Problem details for HTTP APIs (RFC 9457).
         */
        Problem: {
            /** @description The kind of problem in one stable word. */
            code: string;
            /** @description More about this occurrence. */
            detail?: string;
            /** @description Faults field by field. */
            errors?: components["schemas"]["ProblemField"][];
            /** @description HTTP status. */
            status: number;
            /** @description A sentence in the language of `Accept-Language`. */
            title: string;
            /** @description Finds this occurrence in the log. */
            trace_id: string;
            /** @description Identifies the kind of problem; stable. Put behind the address of the service, it leads to an explanation. */
            type: string;
        };
        /**
         * ProblemField
         * @description A fault of one field.
         */
        ProblemField: {
            /** @description Path of the field. */
            field: string;
            /** @description What is wrong with it. */
            reason: string;
        };
        /**
         * ReferralCode
         * @description The code of a referral.
         */
        ReferralCode: {
            /** @description Upper or lower case, with or without dashes. */
            code: string;
        };
        /**
         * ReferralOfPerson
         * @description A referral as the person sees it, the same whether a conversation began by it or not.
         */
        ReferralOfPerson: {
            /** @enum {string} */
            county?: "03" | "11" | "15" | "18" | "31" | "32" | "33" | "34" | "39" | "40" | "42" | "46" | "50" | "55" | "56";
            /** Format: date-time */
            expires_at: string;
            /** @enum {string} */
            language: "nb" | "nn" | "se" | "en";
            /** @description Who points you to guidance. */
            partner: string;
            /** @description You let the partner know that you came. */
            shared: boolean;
            /** @enum {string} */
            topic?: "education" | "study_choice" | "work" | "application" | "skills" | "abroad" | "other";
        };
        /**
         * ReferralSharing
         * @description What lets the partner know, or not any more.
         */
        ReferralSharing: {
            /** @description Upper or lower case, with or without dashes. */
            code: string;
            /** @description `referral_key` of the answer to a start by the code: without it, the code is one that is not known. */
            key?: string;
        };
        /**
         * ServiceStatus
         * @description Whether the service is open, why, and how long it takes.
         */
        ServiceStatus: {
            /** @enum {string} */
            channel: "chat" | "phone" | "callback" | "video" | "appointment";
            /**
             * Format: date-time
             * @description End of the present opening.
             */
            closes_at?: string;
            /** @description Hours a conversation is kept after its end; erased within the hour after that. */
            content_hours: number;
            /** @description By work type. */
            estimated_wait: components["schemas"]["EstimatedWaits"] & unknown;
            /** @description The centre of the county asked for. */
            home_centre?: components["schemas"]["HomeCentre"] & unknown;
            /**
             * Format: date-time
             * @description When it opens next.
             */
            next_opening?: string;
            /** @description What everybody should know just now, in their order. */
            notices: components["schemas"]["ShownNotice"][];
            open: boolean;
            /** @description Name of the closed day or text of the exception, in the language asked for. */
            reason?: string;
            /** @description While many come. */
            surge?: components["schemas"]["ShownSurge"] & unknown;
            /** @description Seekers waiting now. */
            waiting: number;
            why: components["schemas"]["Why"];
        };
        /**
         * ShownLink
         * @description A link in the reader's language.
         */
        ShownLink: {
            /**
             * @description The language of the text: bokmål where the one asked for is missing.
             * @enum {string}
             */
            language: "nb" | "nn" | "se" | "en";
            text: string;
            url: string;
        };
        /**
         * ShownNotice
         * @description A notice as it is shown.
         */
        ShownNotice: {
            /** Format: date-time */
            ends_at?: string;
            id: string;
            /** @enum {string} */
            kind: "planned" | "sudden";
            /**
             * @description The language of the text: bokmål where the one asked for is missing.
             * @enum {string}
             */
            language: "nb" | "nn" | "se" | "en";
            /** @description Where it is shown; `desk` is left out of what everybody may read. */
            places: ("pages" | "widget" | "desk")[];
            /** Format: date-time */
            starts_at: string;
            text: string;
        };
        /**
         * ShownSurge
         * @description What seekers meet while many come.
         */
        ShownSurge: {
            /** @description What else to do than to wait so long; empty while the wait is short. */
            choices: ("callback" | "appointment" | "message" | "self_help")[];
            /** Format: date-time */
            ends_at: string;
            group_session?: components["schemas"]["ShownLink"];
            /** @description To be looked at before the queue; whoever wants goes on. */
            self_help: components["schemas"]["ShownLink"][];
        };
        /**
         * Site
         * @description A place where a centre meets people.
         */
        Site: {
            /** @description How one gets in. */
            access: components["schemas"]["LocalizedText"] & unknown;
            address: string;
            id: string;
            name: string;
            postal_place: string;
            /** @description How one gets there by public transport. */
            transport: components["schemas"]["LocalizedText"] & unknown;
        };
        /**
         * StartedConversation
         * @description A conversation and the keys that open it; they are shown this once.
         */
        StartedConversation: {
            id: string;
            /** @enum {string} */
            language: "nb" | "nn" | "se" | "en";
            place?: components["schemas"]["Place"];
            /** @description After a start by the code of a referral: with it and the code, the partner is let know that somebody came. */
            referral_key?: string;
            /** @description Opens it on another device; for the seeker to write down. */
            resume_code: string;
            /** @enum {string} */
            state: "waiting" | "active" | "closed";
            /** @description Opens the conversation; kept by the device. */
            token: string;
        };
        /**
         * @description Why the service is open or closed, in one word.
         * @enum {string}
         */
        Why: "open" | "outside_hours" | "closed_day" | "exception" | "no_centre" | "not_offered" | "by_hand";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    calendar_feed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secret of the link, and `.ics`. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Shifts from 30 days ago to 90 days ahead. */
            200: {
                headers: {
                    /** @description How long it may be kept. */
                    "CACHE-CONTROL": string;
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar; charset=utf-8": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    class_code_look_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClassCodeInput"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassSuggestion"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversation_start: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversationStart"];
            };
        };
        responses: {
            /** @description In the queue. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedConversation"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversation_resume: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversationResume"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedConversation"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversation_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversation_erase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything of it is erased. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversation_close: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Empty"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversation_messages: {
        parameters: {
            query?: {
                /** @description The last number the client has. */
                after?: number;
                /** @description Seconds to wait for something new, at most 25. */
                wait?: number;
                /** @description At most 200. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationMessages"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversation_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMessage"];
            };
        };
        responses: {
            /** @description Stored. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostedBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversation_transcript: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation as text. */
            200: {
                headers: {
                    /** @description Suggests a file name. */
                    "CONTENT-DISPOSITION": string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    referral_code_look_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReferralCode"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralOfPerson"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    referral_code_share: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReferralSharing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralOfPerson"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    referral_code_unshare: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReferralSharing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralOfPerson"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    service_list: {
        parameters: {
            query?: {
                /** @description Cards per page, 1 to 100; 50 if absent. */
                limit?: number;
                /** @description Where the previous page ended: its `next`. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CentreCards"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    service_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CentreCard"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    service_logo: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the image that is there already. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image. */
            200: {
                headers: {
                    /** @description How long it may be kept. */
                    "CACHE-CONTROL": string;
                    /** @description Nothing in it is ever run. */
                    "CONTENT-SECURITY-POLICY": string;
                    /** @description Any site may show it. */
                    "CROSS-ORIGIN-RESOURCE-POLICY": string;
                    /** @description Changes with the image. */
                    ETAG: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                    "image/png": string;
                    "image/webp": string;
                };
            };
            /** @description The image is as it was. */
            304: {
                headers: {
                    "CACHE-CONTROL": string;
                    ETAG: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    status_get: {
        parameters: {
            query?: {
                /** @description Chat where left out. */
                channel?: "chat" | "phone" | "callback" | "video" | "appointment";
                /** @description The seeker's county. */
                county?: "03" | "11" | "15" | "18" | "31" | "32" | "33" | "34" | "39" | "40" | "42" | "46" | "50" | "55" | "56";
                /** @description Language of `reason` and of the wait; the browser's where left out. */
                language?: "nb" | "nn" | "se" | "en";
                /** @description Another time than now. */
                at?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceStatus"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
