{{- define "veiviser.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "veiviser.instanceLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "veiviser.serverLabels" -}}
{{ include "veiviser.instanceLabels" . }}
app.kubernetes.io/component: server
{{- end -}}

{{- define "veiviser.migrationLabels" -}}
{{ include "veiviser.instanceLabels" . }}
app.kubernetes.io/component: migration
{{- end -}}

{{- define "veiviser.backupLabels" -}}
{{ include "veiviser.instanceLabels" . }}
app.kubernetes.io/component: backup
{{- end -}}

{{- define "veiviser.chartLabels" -}}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "veiviser.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "veiviser.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "veiviser.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* A file of a projected volume: a dict of secret (existingSecret, key) and path. */}}
{{- define "veiviser.secretFile" -}}
- secret:
    name: {{ .secret.existingSecret }}
    items:
      - key: {{ .secret.key }}
        path: {{ .path }}
{{- end -}}

{{/* A copy stops serving, waits for its tasks as long again, and closes the database. */}}
{{- define "veiviser.gracePeriod" -}}
{{- $shutdown := dig "server" "shutdown_seconds" 10 .Values.config -}}
{{- add .Values.preStopSeconds (mul 2 $shutdown) 5 -}}
{{- end -}}

{{/* Rules between values, which the schema cannot say in words. */}}
{{- define "veiviser.check" -}}
{{- $copies := or (gt (int .Values.replicas) 1) .Values.autoscaling.enabled -}}
{{- if eq .Values.database.kind "sqlite" -}}
{{- if $copies }}{{ fail "database.kind is sqlite: a SQLite file has one copy of the program. Set replicas to 1 and autoscaling.enabled to false." }}{{ end -}}
{{- if .Values.nats.enabled }}{{ fail "database.kind is sqlite: one copy has nobody to talk to. Set nats.enabled to false." }}{{ end -}}
{{- else -}}
{{- if not .Values.database.existingSecret }}{{ fail "database.existingSecret: name the Secret with the database's address for the service's role." }}{{ end -}}
{{- if not .Values.database.owner.existingSecret }}{{ fail "database.owner.existingSecret: name the Secret with the database's address for the role that owns the tables." }}{{ end -}}
{{- if not .Values.sealingKeys.existingSecret }}{{ fail "sealingKeys.existingSecret: on PostgreSQL the program does not start without a sealing key." }}{{ end -}}
{{- if and $copies (not .Values.nats.enabled) }}{{ fail "nats.enabled is false: several copies hear of each other by NATS only. Set nats.enabled to true, or replicas to 1 and autoscaling.enabled to false." }}{{ end -}}
{{- end -}}
{{- if and .Values.backup.claim (eq .Values.database.kind "sqlite") }}{{ fail "backup.claim: the volume of a SQLite database is in use by the service. Run `veiviser backup` inside of it." }}{{ end -}}
{{- if and .Values.backup.claim (not .Values.backup.image.repository) }}{{ fail "backup.image.repository: name the image with pg_dump, which the stage `backup` of the Containerfile makes." }}{{ end -}}
{{- if and .Values.nats.enabled (not .Values.nats.existingSecret) }}{{ fail "nats.existingSecret: name the Secret with the address of NATS." }}{{ end -}}
{{- if gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas) }}{{ fail "autoscaling.minReplicas is more than autoscaling.maxReplicas." }}{{ end -}}
{{- end -}}
