; What the uninstaller asks. Records of alarms stay unless a person says otherwise: silently (/S) they stay always, and
; go only with --delete-app-data, which electron-builder's own script knows. Updates never ask.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "이 사용자의 경보 기록과 설정도 모두 지울까요? 되돌릴 수 없습니다.$\r$\n$\r$\nDelete this user's alarm records and settings as well? This can't be undone." /SD IDNO IDNO keepTheRecords
    SetShellVarContext current
    RMDir /r "$APPDATA\${APP_PACKAGE_NAME}"
    ${if} $installMode == "all"
      SetShellVarContext all
    ${endif}
    keepTheRecords:
  ${endIf}
!macroend
