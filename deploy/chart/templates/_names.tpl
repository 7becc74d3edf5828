{{- /* The name of everything of this release. */}}
{{- define "baton.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{ .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{- /* What tells the pods of this release from all others; never changed after the first install. */}}
{{- define "baton.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "baton.labels" -}}
{{ include "baton.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "baton.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{ .Values.serviceAccount.name | default (include "baton.name" .) }}
{{- else -}}
{{ .Values.serviceAccount.name | default "default" }}
{{- end -}}
{{- end }}

{{- define "baton.image" -}}
{{- if .Values.image.digest -}}
{{ printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else -}}
{{ printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- end -}}
{{- end }}

{{- /* "true" where more than one pod may run at once. */}}
{{- define "baton.hasSeveral" -}}
{{- if or .Values.autoscaling.enabled (gt (int .Values.replicas) 1) -}}
true
{{- end -}}
{{- end }}

{{- /* Stops what cannot work, in words, also where the schema was not asked. */}}
{{- define "baton.refusals" -}}
{{- if not .Values.publicUrl -}}
{{ fail "publicUrl must be set, for example https://chat.example.com" }}
{{- end -}}
{{- if eq .Values.database.mode "embedded" -}}
{{- if include "baton.hasSeveral" . -}}
{{ fail "database.mode embedded is one node on one volume: set replicas to 1 and autoscaling.enabled to false, or take postgres" }}
{{- end -}}
{{- else -}}
{{- if not (and .Values.secret.name .Values.secret.keys.databaseUrl) -}}
{{ fail "database.mode postgres needs the address of the database: set secret.name and secret.keys.databaseUrl" }}
{{- end -}}
{{- end -}}
{{- end }}
