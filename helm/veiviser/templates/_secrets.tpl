{{/* The secrets of the service as files of one folder; nothing where there are none. */}}
{{- define "veiviser.secretSources" -}}
{{- if ne .Values.database.kind "sqlite" }}
{{ include "veiviser.secretFile" (dict "secret" .Values.database "path" "database-url") }}
{{- if .Values.database.ca.existingSecret }}
{{ include "veiviser.secretFile" (dict "secret" .Values.database.ca "path" "database-ca.crt") }}
{{- end }}
{{- end }}
{{- if .Values.sealingKeys.existingSecret }}
{{ include "veiviser.secretFile" (dict "secret" .Values.sealingKeys "path" "sealing-keys") }}
{{- end }}
{{- if .Values.mail.existingSecret }}
{{ include "veiviser.secretFile" (dict "secret" .Values.mail "path" "mail-url") }}
{{- end }}
{{- if .Values.reportSigning.existingSecret }}
{{ include "veiviser.secretFile" (dict "secret" .Values.reportSigning "path" "report-signing-key") }}
{{- end }}
{{- if .Values.nats.enabled }}
{{ include "veiviser.secretFile" (dict "secret" .Values.nats "path" "bus-url") }}
{{- end }}
{{- end -}}

{{- define "veiviser.secretsVolume" -}}
{{- with include "veiviser.secretSources" . | trim -}}
- name: secrets
  projected:
    defaultMode: 0440
    sources:
      {{- . | nindent 6 }}
{{- end }}
{{- end -}}

{{- define "veiviser.secretsMount" -}}
{{- if include "veiviser.secretSources" . | trim -}}
- name: secrets
  mountPath: {{ include "veiviser.secretFolder" . }}
  readOnly: true
{{- end }}
{{- end -}}
