{{- define "veiviser.secretFolder" -}}/run/secrets/veiviser{{- end -}}

{{/* What the chart decides itself, as a tree like that of config/default.toml. */}}
{{- define "veiviser.ownConfig" -}}
{{- $secrets := include "veiviser.secretFolder" . -}}
server:
  listen: 0.0.0.0:8080
  public_url: {{ printf "https://%s" .Values.host | quote }}
  {{- if .Values.sealingKeys.existingSecret }}
  sealing_keys_file: {{ $secrets }}/sealing-keys
  {{- end }}
database:
  {{- if eq .Values.database.kind "sqlite" }}
  url: sqlite:///var/lib/veiviser/veiviser.db
  {{- else }}
  url_file: {{ $secrets }}/database-url
  {{- end }}
{{- if .Values.mail.existingSecret }}
mail:
  url_file: {{ $secrets }}/mail-url
{{- end }}
{{- if or .Values.retention.listClaim .Values.reportSigning.existingSecret }}
retention:
  {{- if .Values.retention.listClaim }}
  folder: /var/lib/veiviser-erased
  {{- end }}
  {{- if .Values.reportSigning.existingSecret }}
  signing_key_file: {{ $secrets }}/report-signing-key
  {{- end }}
{{- end }}
{{- end -}}

{{/* Numbers of values are floats, which TOML tells from integers. */}}
{{- define "veiviser.tomlValue" -}}
{{- if kindIs "float64" . -}}{{ int64 . }}{{- else -}}{{ toJson . }}{{- end -}}
{{- end -}}

{{/* A table of TOML: a dict of name and table; tables inside it come last. */}}
{{- define "veiviser.tomlTable" -}}
{{- $name := .name }}
[{{ $name }}]
{{- range $key, $value := .table }}
{{- if not (kindIs "map" $value) }}
{{ $key }} = {{ include "veiviser.tomlValue" $value }}
{{- end }}
{{- end }}
{{- range $key, $value := .table }}
{{- if kindIs "map" $value }}
{{ include "veiviser.tomlTable" (dict "name" (printf "%s.%s" $name $key) "table" $value) }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "veiviser.toml" -}}
{{- $config := mergeOverwrite (deepCopy .Values.config) (include "veiviser.ownConfig" . | fromYaml) -}}
{{- range $section, $table := $config }}
{{- include "veiviser.tomlTable" (dict "name" $section "table" $table) }}
{{ end }}
{{- end -}}
